import { ValidationError } from "#kernel";
import { listed, toText, toTexts } from "../casts.ts";
import { choiceBasics, many, oneOrMany } from "../choices.ts";
import type { Field, FieldType } from "../field.ts";
import { checkFilled } from "../required.ts";

/** A file that waits to be stored with its record. */
export class NewFile {
  /** The name it will be stored under. */
  readonly name: string;
  readonly originalName: string;
  /** Bytes. */
  readonly size: number;
  /** As its content says. */
  readonly mimeType: string;
  /** Where the content is; for the plugin that stores it. */
  readonly source: unknown;

  constructor(about: Pick<NewFile, "name" | "originalName" | "size" | "mimeType" | "source">) {
    this.name = about.name;
    this.originalName = about.originalName;
    this.size = about.size;
    this.mimeType = about.mimeType;
    this.source = about.source;
  }
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
  views: { unsaved: (_field, value) => newFilesOf(value), uploaded: (_field, value) => newFilesOf(value) },
  toColumn: (field, value) => choiceBasics.toColumn(field, names(field, value)),
  toJson: names,
  check: (field, value) => checkFilled(choiceBasics, field, value, () => checkFiles(field, many(value))),
};

/** The new files among the values of a field. */
export function newFilesOf(value: unknown): readonly NewFile[] {
  return many(value).filter((item) => item instanceof NewFile);
}

function files(value: unknown): readonly (string | NewFile)[] {
  const byName = new Map<string, string | NewFile>();
  for (const item of listed(value)) {
    const kept = item instanceof NewFile ? item : toText(item);
    const name = nameOf(kept);
    if (name !== "" && !byName.has(name)) byName.set(name, kept);
  }
  return [...byName.values()];
}

function names(_field: Field, value: unknown): unknown {
  return Array.isArray(value) ? value.map(nameOf) : nameOf(value);
}

function nameOf(item: unknown): string {
  return item instanceof NewFile ? item.name : toText(item);
}

function checkFiles(field: Field, given: readonly (string | NewFile)[]): ValidationError | undefined {
  const maxSelect = Math.max(Number(field.maxSelect), 1);
  if (given.length > maxSelect)
    return new ValidationError("validation_too_many_files", "The maximum allowed files is {{.maxSelect}}", {
      maxSelect,
    });
  for (const item of given) {
    const problem =
      item instanceof NewFile ? (sizeProblem(field, item) ?? typeProblem(field, item)) : undefined;
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function sizeProblem(field: Field, file: NewFile): ValidationError | undefined {
  const maxSize = Number(field.maxSize) || defaultFileSize;
  if (file.size <= maxSize) return undefined;
  return new ValidationError(
    "validation_file_size_limit",
    "Failed to upload {{.file}} - the maximum allowed file size is {{.maxSize}} bytes.",
    { file: file.originalName, maxSize },
  );
}

function typeProblem(field: Field, file: NewFile): ValidationError | undefined {
  const allowed = (field.mimeTypes ?? []) as readonly string[];
  if (allowed.length === 0 || allowed.some((type) => essence(type) === essence(file.mimeType)))
    return undefined;
  return new ValidationError(
    "validation_invalid_mime_type",
    `"${file.name}" mime type must be one of: ${allowed.join(", ")}.`,
  );
}

/** A MIME type without its parameters. */
function essence(type: string): string {
  return (type.split(";")[0] as string).trim().toLowerCase();
}
