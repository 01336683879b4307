import { newFilesOf } from "../collections/model/fields/file.ts";
import type { FieldCheck } from "../records/contract.ts";
import { invalidFiles } from "./errors.ts";
import { namesIn } from "./keys.ts";

/** A record may point to files that come with it and to those it had; nobody else's, and none that do not exist. */
export const fileNamesCheck: FieldCheck = {
  type: "file",
  check(_db, record, field) {
    if (!record.hasChanged(field.name)) return undefined;
    const had = new Set(record.isNew ? [] : namesIn(record.original(), field));
    const coming = new Set(newFilesOf(record.getRaw(field.name)).map(({ name }) => name));
    const unknown = namesIn(record, field).filter((name) => !had.has(name) && !coming.has(name));
    return unknown.length === 0 ? undefined : invalidFiles(unknown);
  },
};
