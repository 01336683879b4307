import type { Chained, Db, PluginScope } from "#kernel";
import type { Field } from "../collections/contract.ts";
import { type NewFile, newFilesOf } from "../collections/model/fields/file.ts";
import { type RecordEvent, type RecordModel, recordHooks } from "../records/contract.ts";
import type { FileStore } from "./contract.ts";
import type { FileJournal, Intent } from "./journal.ts";
import { allNames, fileFieldsOf, folderOf, namesIn, thumbsFolder } from "./keys.ts";
import { canHaveThumb, type Thumbs } from "./thumbs.ts";
import { contentOf } from "./upload.ts";

interface FileChange {
  readonly uploads: readonly { readonly field: Field; readonly file: NewFile }[];
  /** Names the record pointed to and will no longer. */
  readonly removed: readonly string[];
}

/**
 * Files go with their record, or not at all: new ones are written before the row and taken back when the row is not,
 * old ones are deleted once the change is there for everybody.
 */
export function attachFiles(
  scope: PluginScope,
  store: () => FileStore,
  journal: FileJournal,
  thumbs: Thumbs,
): void {
  const innermost = {
    priority: 9999,
    when: ({ record }: RecordEvent) => fileFieldsOf(record.collection).length > 0,
  };
  scope.on(recordHooks.createExecute, saveFiles, innermost);
  scope.on(recordHooks.updateExecute, saveFiles, innermost);
  scope.on(recordHooks.deleteExecute, deleteFiles, innermost);

  async function saveFiles(e: RecordEvent & Chained): Promise<void> {
    const change = changeOf(e.record);
    if (change === undefined) return await e.next();
    const { record } = e;
    const intent = intentOf(record, [...change.uploads.map(({ file }) => file.name), ...change.removed]);
    const finish = journal.begin(intent);
    const restore = () => giveBack(record, change, intent, finish);
    try {
      await putAll(change, intent);
      settleNames(record);
      await e.next();
    } catch (error) {
      await restore();
      throw error;
    }
    if (change.uploads.some(willHaveThumbs)) thumbs.expect();
    e.db.afterRollback(restore);
    await e.db.afterCommit(() => removeAll(change.removed, intent, finish));
  }

  async function deleteFiles(e: RecordEvent & Chained): Promise<void> {
    if (allNames(e.record.original()).size === 0) return await e.next();
    const intent = intentOf(e.record, []);
    const finish = journal.begin(intent);
    try {
      await e.next();
    } catch (error) {
      finish();
      throw error;
    }
    e.db.afterRollback(finish);
    await afterAnswer(
      e.db,
      () => store().deletePrefix(folderOf(intent.collectionId, intent.recordId)),
      finish,
    );
  }

  async function putAll({ uploads }: FileChange, intent: Intent): Promise<void> {
    const folder = folderOf(intent.collectionId, intent.recordId);
    for (const { file } of uploads) {
      const { originalName, mimeType: contentType } = file;
      await store().put(`${folder}/${file.name}`, contentOf(file), { contentType, originalName });
    }
  }

  /** Undoes what putAll() did; the record has its uploads again, so that it can be saved another time. */
  async function giveBack(
    record: RecordModel,
    change: FileChange,
    intent: Intent,
    finish: () => void,
  ): Promise<void> {
    unsettle(record, change);
    const names = change.uploads.map(({ file }) => file.name);
    await removeAll(names, intent, finish);
  }

  async function removeAll(names: readonly string[], intent: Intent, finish: () => void): Promise<void> {
    try {
      for (const name of names) await removeFile(store(), intent, name);
      finish();
    } catch (error) {
      // Not the caller's fault: the next start sees the intent and tries again.
      scope.log.warn("Files could not be removed.", { ...intent, error });
    }
  }

  /** Deleting many files takes long; nobody has to wait for it. */
  async function afterAnswer(db: Db, work: () => Promise<void>, finish: () => void): Promise<void> {
    await db.afterCommit(() => {
      work().then(finish, (error) => scope.log.warn("Files could not be removed.", { error }));
    });
  }
}

/** Removes a file with its thumbs. */
export async function removeFile(store: FileStore, intent: Intent, name: string): Promise<void> {
  const folder = folderOf(intent.collectionId, intent.recordId);
  await store.deletePrefix(thumbsFolder(folder, name));
  await store.delete(`${folder}/${name}`);
}

function changeOf(record: RecordModel): FileChange | undefined {
  const fields = fileFieldsOf(record.collection).filter(
    // A file that still waits is to be stored, whatever an earlier try that was rolled back left as the saved value.
    ({ name }) => record.hasChanged(name) || newFilesOf(record.getRaw(name)).length > 0,
  );
  if (fields.length === 0) return undefined;
  const original = record.original();
  const kept = allNames(record);
  return {
    uploads: fields.flatMap((field) =>
      newFilesOf(record.getRaw(field.name)).map((file) => ({ field, file })),
    ),
    removed: record.isNew
      ? []
      : fields.flatMap((field) => namesIn(original, field)).filter((name) => !kept.has(name)),
  };
}

function willHaveThumbs({ field, file }: FileChange["uploads"][number]): boolean {
  return Array.isArray(field.thumbs) && field.thumbs.length > 0 && canHaveThumb(file.mimeType);
}

function intentOf(record: RecordModel, names: readonly string[]): Intent {
  return { collectionId: record.collection.id, recordId: record.id, names };
}

/** Puts the names in the place of the files, as they will be read back. */
function settleNames(record: RecordModel): void {
  for (const field of fileFieldsOf(record.collection)) {
    const type = record.collection.field(field.name)?.type;
    if (type !== undefined) record.setRaw(field.name, type.toJson(field, record.getRaw(field.name)));
  }
}

function unsettle(record: RecordModel, { uploads }: FileChange): void {
  const byName = new Map<string, NewFile>(uploads.map(({ file }) => [file.name, file]));
  const restored = (item: string): string | NewFile => byName.get(item) ?? item;
  for (const { field } of uploads) {
    const value = record.getRaw(field.name) as string | readonly string[];
    record.setRaw(field.name, Array.isArray(value) ? value.map(restored) : restored(value as string));
  }
}
