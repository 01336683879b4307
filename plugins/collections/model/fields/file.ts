import { ValidationError } from "#kernel";
import { listed, toText, toTexts } from "../casts.ts";
import { choiceBasics, many, oneOrMany } from "../choices.ts";
import type { Field, FieldType } from "../field.ts";
import { checkFilled } from "../required.ts";

/** A file that waits to be stored with its record. In a sandbox there is a stand-in without `source`. */
export interface FileUpload {
  /** The name it will be stored under. */
  readonly name: string;
  readonly originalName: string;
  /** Bytes. */
  readonly size: number;
  /** Where the content is; for the plugin that stores it. */
  readonly source?: unknown;
}

/** Most bytes of a file whose field sets no `maxSize`. */
export const defaultFileSize = 5 * 1024 * 1024;

/** Names of stored files, and files that wait to be stored. */
export const file: FieldType = {
  ...choiceBasics,
  name: "file",
  options: { maxSelect: "integer", maxSize: "integer", mimeTypes: "list", protected: "flag", thumbs: "list" },
  normalize: (field, value) => oneOrMany(field, files(value)),
  modifiers: {
    append: (field, current, given) => oneOrMany(field, files([...listed(current), ...listed(given)])),
    prepend: (field, current, given) => oneOrMany(field, files([...listed(given), ...listed(current)])),
    remove: (field, current, given) => {
      const gone = new Set(toTexts(listed(given).map(nameOf)));
      return oneOrMany(
        field,
        files(current).filter((item) => !gone.has(nameOf(item))),
      );
    },
  },
  toColumn: (field, value) => choiceBasics.toColumn(field, names(field, value)),
  toJson: names,
  check: (field, value) => checkFilled(choiceBasics, field, value, () => checkFiles(field, many(value))),
};

export function isFileUpload(value: unknown): value is FileUpload {
  return typeof value === "object" && value !== null && "originalName" in value && "name" in value;
}

/** The uploads among the values of a field. */
export function uploadsOf(value: unknown): readonly FileUpload[] {
  return many(value).filter(isFileUpload);
}

function files(value: unknown): readonly (string | FileUpload)[] {
  const byName = new Map<string, string | FileUpload>();
  for (const item of listed(value)) {
    const kept = isFileUpload(item) ? item : toText(item);
    const name = nameOf(kept);
    if (name !== "" && !byName.has(name)) byName.set(name, kept);
  }
  return [...byName.values()];
}

function names(_field: Field, value: unknown): unknown {
  return Array.isArray(value) ? value.map(nameOf) : nameOf(value);
}

function nameOf(item: unknown): string {
  return isFileUpload(item) ? item.name : toText(item);
}

function checkFiles(field: Field, given: readonly (string | FileUpload)[]): ValidationError | undefined {
  const maxSelect = Math.max(Number(field.maxSelect), 1);
  if (given.length > maxSelect)
    return new ValidationError("validation_too_many_files", "The maximum allowed files is {{.maxSelect}}", {
      maxSelect,
    });
  const maxSize = Number(field.maxSize) || defaultFileSize;
  const large = given.find((item) => isFileUpload(item) && item.size > maxSize);
  if (large === undefined) return undefined;
  return new ValidationError(
    "validation_file_size_limit",
    "Failed to upload {{.file}} - the maximum allowed file size is {{.maxSize}} bytes.",
    { file: (large as FileUpload).originalName, maxSize },
  );
}
