import { Record } from "./record.ts";

/** What the rows that belong to an auth record are asked for by name, as the reference's models of them are. */
const getters = [
  "collectionRef",
  "recordRef",
  "fingerprint",
  "provider",
  "providerId",
  "method",
  "sentTo",
] as const;

/** Records that are found as such rows answer to those names too. */
export function asAuthRows(found: unknown): unknown {
  if (Array.isArray(found)) for (const row of found) equip(row);
  else equip(found);
  return found;
}

function equip(row: unknown): void {
  if (!(row instanceof Record)) return;
  for (const name of getters) define(row, name, () => row.getString(name));
  for (const name of ["created", "updated"]) define(row, name, () => row.getDateTime(name));
  define(row, "proxyRecord", () => row);
  define(row, "hasExpired", (ns) => row.getDateTime("created").unix() + Number(ns) / 1e9 < Date.now() / 1000);
}

function define(row: Record, name: string, value: (argument: unknown) => unknown): void {
  Object.defineProperty(row, name, { value, configurable: true });
}
