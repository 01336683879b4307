import { rm } from "node:fs/promises";
import type { Logger } from "#kernel";
import { RestoreUnderWay } from "./errors.ts";
import { clearTemporaryFolders, restoringProcess } from "./leftovers.ts";
import type { Progress } from "./progress.ts";
import { finishSwap, forgetSwap, markFailed, putBack, readSwap, restoreFolder } from "./swap.ts";

export interface RecoveryParts {
  readonly dir: string;
  readonly log: Logger;
  readonly progress: Progress;
}

/** Around the opening of the databases: ends what a killed or failed restore began, and clears away what was left over. */
export async function recoverAround(
  { dir, log, progress }: RecoveryParts,
  open: () => PromiseLike<void>,
): Promise<void> {
  const other = await restoringProcess(dir);
  if (other !== undefined) throw new RestoreUnderWay(other);
  await clearTemporaryFolders(dir);
  const swap = await readSwap(dir);
  if (swap === undefined) {
    await rm(restoreFolder(dir), { recursive: true, force: true });
    return await open();
  }
  if (swap.state === "failed") {
    await putBack(dir, swap);
    const error = `The server could not start with the backup "${swap.backup}": the data from before is back in place`;
    say(log.error, error);
    progress.end({ kind: "restore", key: swap.backup, error });
    return await open();
  }
  if (swap.state === "swapping") {
    await finishSwap(dir, swap);
    say(log.warn, `The restore of "${swap.backup}" was cut off and has been finished now`);
  }
  try {
    await open();
  } catch (error) {
    await markFailed(dir, swap);
    throw error;
  }
  await forgetSwap(dir);
  progress.end({ kind: "restore", key: swap.backup });
  say(log.info, `The backup "${swap.backup}" is restored`);
}

// For the log, which is in the dashboard, and for whoever started the server.
function say(write: (text: string) => void, text: string): void {
  write(text);
  process.stderr.write(`${text}\n`);
}
