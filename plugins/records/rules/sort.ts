import { InvalidFilter } from "../errors.ts";

export interface SortKey {
  readonly name: string;
  readonly descending: boolean;
}

const maxKeys = 8;
const maxNameLength = 255;

/** `-created,+title` → keys. Throws InvalidFilter for more than a list may hold. */
export function readSort(sort: string): readonly SortKey[] {
  if (sort === "") return [];
  const keys = sort.split(",").map((part) => readKey(part.trim()));
  if (keys.length > maxKeys) throw new InvalidFilter("too many sort fields");
  return keys;
}

function readKey(part: string): SortKey {
  const name = /^[+-]/.test(part) ? part.slice(1) : part;
  if (name.length > maxNameLength) throw new InvalidFilter("sort field too long");
  return { name, descending: part.startsWith("-") };
}
