import { existsSync } from "node:fs";
import { stat } from "node:fs/promises";
import path from "node:path";
import { watch } from "chokidar";
import { filesBelow } from "./files.ts";

/** Quiet time after the last change of a burst. */
const settleMs = 25;

/** How a folder stood at a moment: equal texts mean equal files. Empty without the folder. */
export async function standOf(folder: string): Promise<string> {
  const names = await filesBelow(folder, /./).catch(() => []);
  const stands = names.map(async (name) => {
    const { size, mtimeMs } = await stat(name).catch(() => ({ size: -1, mtimeMs: 0 })); // gone meanwhile
    return `${name} ${size} ${mtimeMs}`;
  });
  return (await Promise.all(stands)).join("\n");
}

export interface Watching {
  /** How the folder stood when it was read: what changed until the watching began is told as well. */
  readonly since: string;
  readonly onChange: (file: string) => void;
}

/** Tells of changes below a folder, once per burst; also when the folder is made later. Gives what ends it. */
export function watchFolder(folder: string, { since, onChange }: Watching): () => Promise<void> {
  const root = existsSync(folder) ? folder : path.dirname(folder);
  let timer: NodeJS.Timeout | undefined;
  const tell = (file: string): void => {
    clearTimeout(timer);
    timer = setTimeout(() => onChange(file), settleMs);
  };
  const watcher = watch(root, {
    ignoreInitial: true,
    ignored: (file) => isIgnored(folder, file),
  });
  watcher.on("all", (_event, file) => tell(file));
  watcher.on("ready", async () => {
    if ((await standOf(folder)) !== since && !watcher.closed) tell(folder);
  });
  watcher.on("error", () => {}); // a folder that went away comes back as a change
  return async () => {
    await watcher.close();
    clearTimeout(timer);
  };
}

function isIgnored(folder: string, file: string): boolean {
  if (folder.startsWith(file)) return false;
  if (!file.startsWith(folder + path.sep)) return true;
  return file
    .slice(folder.length + 1)
    .split(path.sep)
    .some((part) => part.startsWith(".") || part === "node_modules");
}
