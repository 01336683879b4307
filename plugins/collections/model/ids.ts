import { crc32 } from "./crc32.ts";

/** The id a collection gets by itself. */
export function collectionId(type: string, name: string): string {
  return `pbc_${crc32(type + name)}`;
}

/** The id a field gets by itself. */
export function fieldId(type: string, name: string): string {
  return type + crc32(name);
}

/** `id`, or with the first number after it that nobody uses. */
export function freeId(id: string, isTaken: (id: string) => boolean): string {
  let free = id;
  for (let count = 2; isTaken(free); count++) free = `${id}${count}`;
  return free;
}
