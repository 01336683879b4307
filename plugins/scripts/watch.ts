import { existsSync } from "node:fs";
import path from "node:path";
import { watch } from "chokidar";

/** Quiet time after the last change of a burst. */
const settleMs = 25;

/** Tells of changes below a folder, once per burst; also when the folder is made later. Gives what ends it. */
export function watchFolder(folder: string, onChange: (file: string) => void): () => Promise<void> {
  const root = existsSync(folder) ? folder : path.dirname(folder);
  let timer: NodeJS.Timeout | undefined;
  const watcher = watch(root, {
    ignoreInitial: true,
    ignored: (file) => isIgnored(folder, file),
  });
  watcher.on("all", (_event, file) => {
    clearTimeout(timer);
    timer = setTimeout(() => onChange(file), settleMs);
  });
  watcher.on("error", () => {}); // a folder that went away comes back as a change
  return async () => {
    clearTimeout(timer);
    await watcher.close();
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
