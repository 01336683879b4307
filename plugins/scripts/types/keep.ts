import { onServe, type PluginScope } from "#kernel";
import { type Collections, collectionHooks } from "../../collections/contract.ts";
import { writeTypes } from "./write.ts";

/** Quiet time before declarations are written: a start is not held up, and an import of many collections counts once. */
const settleMs = 300;

/** Keeps the declarations in the data folder as the collections are, while the server serves. */
export function keepTypes(scope: PluginScope, collections: Collections): void {
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();
  const write = (): void => {
    writing = writing
      .then(() => writeTypes(scope.config.dir, collections.all(scope.db)))
      .catch((error: unknown) =>
        scope.log.warn("The declarations for editors could not be written", { error }),
      );
  };
  const writeSoon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(write, settleMs);
    timer.unref();
  };
  scope.on(onServe, async (e) => {
    await e.next();
    writeSoon();
    const { afterCreateSuccess, afterUpdateSuccess, afterDeleteSuccess } = collectionHooks;
    for (const hook of [afterCreateSuccess, afterUpdateSuccess, afterDeleteSuccess]) {
      scope.on(hook, async (event) => {
        await event.next();
        writeSoon();
      });
    }
  });
  scope.defer(async () => {
    clearTimeout(timer);
    await writing;
  });
}
