import { rm } from "node:fs/promises";
import type { Logger } from "#kernel";
import { RestoreUnderWay } from "./errors.ts";
import { clearTemporaryFolders, restoringProcess } from "./leftovers.ts";
import { finishSwap, forgetSwap, markFailed, putBack, readSwap, restoreFolder } from "./swap.ts";

/** Around the opening of the databases: ends what a killed or failed restore began, and clears away what was left over. */
export async function recoverAround(dir: string, log: Logger, open: () => PromiseLike<void>): Promise<void> {
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
    log.error(
      `The server could not start with the backup "${swap.backup}": the data from before is back in place`,
    );
    return await open();
  }
  if (swap.state === "swapping") {
    await finishSwap(dir, swap);
    log.warn(`The restore of "${swap.backup}" was cut off and has been finished now`);
  }
  try {
    await open();
  } catch (error) {
    await markFailed(dir, swap);
    throw error;
  }
  await forgetSwap(dir);
  log.info(`The backup "${swap.backup}" is restored`);
}
