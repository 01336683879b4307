import type { PluginScope } from "#kernel";
import type { Collections } from "../collections/contract.ts";
import type { Records } from "../records/contract.ts";
import { removeFile } from "./attach.ts";
import type { FileStore } from "./contract.ts";
import { FileJournal, type Intent } from "./journal.ts";
import { allNames, folderOf } from "./keys.ts";

interface Rooms {
  readonly scope: PluginScope;
  readonly collections: Collections;
  readonly records: Records;
}

/** Removes what no record points to of the files that processes were busy with when they died. */
export async function sweepLeftovers(rooms: Rooms, store: FileStore, folder: string): Promise<void> {
  for (const { intents, forget } of await FileJournal.leftovers(folder)) {
    for (const intent of intents) await sweep(rooms, store, intent);
    await forget();
  }
}

async function sweep(
  { scope, collections, records }: Rooms,
  store: FileStore,
  intent: Intent,
): Promise<void> {
  const { collectionId, recordId, names } = intent;
  const collection = collections.find(scope.db, collectionId);
  const record = collection && (await records.findById(scope.db, collection, recordId));
  if (record === undefined) {
    await store.deletePrefix(folderOf(collectionId, recordId));
    return;
  }
  const wanted = allNames(record);
  for (const name of names) if (!wanted.has(name)) await removeFile(store, intent, name);
}
