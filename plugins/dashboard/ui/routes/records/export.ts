import type { CollectionField, RecordModel } from "pocketbase";
import { pb } from "../../client.ts";
import type { Query } from "./pages.svelte.ts";

/** All records of a query, a thousand at a time, telling how far it got. */
export async function fetchAll(
  query: Query,
  fields: string,
  ondone: (count: number) => void,
): Promise<RecordModel[]> {
  const all: RecordModel[] = [];
  const { collection, filter, sort } = query;
  for (let page = 1; ; page++) {
    const { items } = await pb
      .collection(collection)
      .getList(page, 1000, { filter, sort, fields, skipTotal: true });
    all.push(...items);
    ondone(all.length);
    if (items.length < 1000) return all;
  }
}

export function toJson(records: readonly RecordModel[]): string {
  const plain = records.map(({ expand: _, ...rest }) => rest);
  return JSON.stringify(plain, null, 2);
}

/** RFC 4180; lists and objects as JSON. A leading =, +, - or @ in text is disarmed for spreadsheets. */
export function toCsv(records: readonly RecordModel[], fields: readonly CollectionField[]): string {
  const lines = [fields.map((field) => quote(field.name))];
  for (const record of records) lines.push(fields.map((field) => quote(cellText(record[field.name]))));
  return `${lines.map((line) => line.join(",")).join("\r\n")}\r\n`;
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "object") return JSON.stringify(value);
  if (typeof value === "string" && /^[=+\-@\t\r]/.test(value)) return `'${value}`;
  return String(value);
}

function quote(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
