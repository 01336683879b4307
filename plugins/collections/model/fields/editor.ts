import { ValidationError } from "#kernel";
import type { FieldType } from "../field.ts";
import { checkFilled } from "../required.ts";
import { textBasics } from "../text-basics.ts";
import { utf8Bytes } from "../text-length.ts";

/** Most bytes of a text whose field sets no `maxSize`. */
export const defaultEditorSize = 5 * 1024 * 1024;

/** HTML from a rich text editor. */
export const editor: FieldType = {
  ...textBasics,
  name: "editor",
  options: { convertURLs: "flag", maxSize: "integer" },
  check: (field, value) =>
    checkFilled(textBasics, field, value, () => {
      const maxSize = Number(field.maxSize) || defaultEditorSize;
      if (utf8Bytes(value as string) <= maxSize) return undefined;
      return new ValidationError(
        "validation_content_size_limit",
        "The maximum allowed content size is {{.maxSize}} bytes.",
        { maxSize },
      );
    }),
};
