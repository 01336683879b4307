import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

export interface Import {
  /** Path of the importing file from the root of the project. */
  readonly from: string;
  /** Path of the imported file, or the package as it is written. */
  readonly to: string;
}

const root = path.resolve(import.meta.dirname, "../..");
const statement =
  /(?:^|\n)\s*(?:import|export)\s(?:[^"';]*?\sfrom\s)?["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']\s*\)/g;

/** Every source file of the house, without the dashboard's pages, which are a house of their own. */
export const sources: readonly string[] = ["kernel", "plugins"]
  .flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" }).map(
      (file) => `${folder}/${file}`,
    ),
  )
  .filter((file) => file.endsWith(".ts") && !file.startsWith("plugins/dashboard/ui/"));

export const imports: readonly Import[] = sources.flatMap((from) => {
  const text = readFileSync(path.join(root, from), "utf8");
  return [...text.matchAll(statement)].map((match) => ({
    from,
    to: resolve(from, match[1] ?? match[2] ?? ""),
  }));
});

function resolve(from: string, specifier: string): string {
  if (specifier === "#kernel") return "kernel/index.ts";
  if (!specifier.startsWith(".")) return specifier;
  return path.posix.join(path.posix.dirname(from), specifier);
}

export function sourceOf(file: string): string {
  return readFileSync(path.join(root, file), "utf8");
}
