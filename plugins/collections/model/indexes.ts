import { type IndexParts, parseIndex, writeIndex } from "./index-text.ts";

/** What of a collection its indexes are made of. */
interface Indexed {
  readonly name: string;
  readonly indexes: readonly string[];
}

/** The unique index on this one column alone; undefined if there is none. */
export function uniqueIndexOn(indexes: readonly string[], column: string): IndexParts | undefined {
  const wanted = column.toLowerCase();
  for (const text of indexes) {
    const parts = parseIndex(text);
    if (parts?.unique && parts.columns.length === 1 && parts.columns[0]?.name.toLowerCase() === wanted)
      return parts;
  }
  return undefined;
}

/** Texts that name their table rightly stay as they were written; the others are written anew. */
export function forTable({ name, indexes }: Indexed): readonly string[] {
  return indexes.map((text) => {
    const parts = parseIndex(text);
    if (parts === undefined || parts.table === name) return text;
    return writeIndex({ ...parts, table: name });
  });
}

/** The texts with an index added; it replaces one of the same name. `columns` and `where` are SQL. */
export function withIndex(
  { name: table, indexes }: Indexed,
  index: {
    readonly name: string;
    readonly unique?: boolean;
    readonly columns: string;
    readonly where?: string;
  },
): readonly string[] {
  const unique = index.unique === true ? "UNIQUE " : "";
  const where = index.where ? ` WHERE ${index.where}` : "";
  const text = `CREATE ${unique}INDEX \`${index.name}\` ON \`${table}\` (${index.columns})${where}`;
  return [...withoutIndex(indexes, index.name), text];
}

export function withoutIndex(indexes: readonly string[], name: string): readonly string[] {
  return indexes.filter((text) => parseIndex(text)?.name.toLowerCase() !== name.toLowerCase());
}
