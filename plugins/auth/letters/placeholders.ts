import type { RecordModel } from "../../records/contract.ts";

/** Text with its placeholders filled in: `{NAME}` by name, `{RECORD:field}` from a record's visible fields. */
export function fillPlaceholders(
  text: string,
  values: Readonly<Record<string, string>>,
  record: RecordModel,
): string {
  return text.replace(/\{(?:RECORD:(\w+)|([A-Z_]+))\}/g, (whole, field: string | undefined, name: string) => {
    if (field !== undefined) return recordText(record, field) ?? whole;
    return values[name] ?? whole;
  });
}

const safeTypes = new Set(["number", "bool", "date", "autodate"]);

function recordText(record: RecordModel, name: string): string | undefined {
  const typed = record.collection.field(name);
  if (typed === undefined || typed.field.hidden) return undefined;
  const value = typed.type.toJson(typed.field, record.getRaw(name));
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  return safeTypes.has(typed.field.type) ? text : escapeHtml(text);
}

export function escapeHtml(text: string): string {
  return text
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/&#(38|60|62);/g, named);
}

const names: Readonly<Record<string, string>> = { 38: "amp", 60: "lt", 62: "gt" };

function named(_entity: string, code: string): string {
  return `&${names[code]};`;
}
