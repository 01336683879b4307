import type { CollectionField, CollectionModel } from "pocketbase";

const searchable = new Set([
  "text",
  "email",
  "url",
  "editor",
  "number",
  "select",
  "date",
  "autodate",
  "json",
]);

/** What was typed → a filter: an expression stays as it is, words look into every readable field. */
export function toFilter(typed: string, collection: CollectionModel): string {
  const text = typed.trim();
  if (text === "" || isExpression(text)) return text;
  const quoted = `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
  return collection.fields
    .filter((field) => searchable.has(field.type) && !isSecret(field))
    .map((field) => `${field.name} ~ ${quoted}`)
    .join(" || ");
}

export function isExpression(text: string): boolean {
  return /[=~<>]/.test(text.replace(/'(?:\\'|[^'])*'|"(?:\\"|[^"])*"/g, ""));
}

/** Fields that only the server has a use for. */
export function isSecret(field: CollectionField): boolean {
  return field.type === "password" || (field.name === "tokenKey" && field.system === true);
}
