import type { Collection } from "../../collections/contract.ts";

/** How values of a field are told apart. */
export interface UniqueIndex {
  readonly ignoresCase: boolean;
}

/** The unique index on this one field, read off the texts of the collection's indexes; undefined if there is none. */
export function uniqueIndexOf(collection: Collection, field: string): UniqueIndex | undefined {
  for (const text of collection.indexes) {
    const column = /^\s*create\s+unique\s+index\b[^(]*\(([^(),]+)\)/is.exec(text)?.[1]?.trim();
    const parts =
      /^(`[^`]+`|"[^"]+"|\[[^\]]+\]|'[^']+'|\w+)(?:\s+collate\s+([`"'[]?\w+[`"'\]]?))?(?:\s+(?:asc|desc))?$/i.exec(
        column ?? "",
      );
    if (parts?.[1]?.replace(/^[`"'[]|[`"'\]]$/g, "").toLowerCase() !== field.toLowerCase()) continue;
    return { ignoresCase: /nocase/i.test(parts[2] ?? "") };
  }
  return undefined;
}
