import { json } from "@codemirror/lang-json";
import { SQLite, sql } from "@codemirror/lang-sql";
import type { Extension } from "@codemirror/state";
import type { Collection } from "../state/catalog.svelte.ts";

export function jsonLanguage(): Extension {
  return json();
}

/** SQL that knows the tables and columns of this server. */
export function sqlLanguage(collections: readonly Collection[]): Extension {
  const schema = Object.fromEntries(collections.map((c) => [c.name, c.fields.map((field) => field.name)]));
  return sql({ dialect: SQLite, schema, upperCaseKeywords: true });
}
