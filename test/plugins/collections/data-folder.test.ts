import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { definePlugin, type PluginScope, raw, sql } from "../../../kernel/index.ts";
import { createTestApp } from "../../support/app.ts";

// fixtures/fresh.json is what PocketBase 0.39.11 makes of an empty folder, without times, secrets and texts of mails.

interface Fresh {
  readonly schema: readonly string[];
  readonly migrations: readonly string[];
  readonly collections: readonly unknown[];
}

async function reference(): Promise<Fresh> {
  return JSON.parse(await readFile(path.join(import.meta.dirname, "fixtures/fresh.json"), "utf8")) as Fresh;
}

async function fresh(): Promise<Fresh> {
  let lent: PluginScope | undefined;
  const lender = definePlugin({
    name: "lender",
    summary: "Lends its scope to the test.",
    setup: (scope) => {
      lent = scope;
    },
  });
  await createTestApp({ extra: [lender] });
  if (lent === undefined) throw new Error("the lender did not start");
  const { db } = lent;
  const schema = await db.column<string>(
    raw("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_stat%' ORDER BY name"),
  );
  const rows = await db.all<Record<string, string>>(raw("SELECT * FROM _collections ORDER BY rowid"));
  const migrations = await db.column<string>(
    sql`SELECT file FROM _migrations WHERE file LIKE '%.go' ORDER BY file`,
  );
  return { schema: schema.map(tidy), migrations, collections: rows.map(bare) };
}

function tidy(text: string): string {
  return text.replace(/\s+/g, " ").replaceAll("( ", "(").replaceAll(" )", ")");
}

function bare(row: Readonly<Record<string, string>>): unknown {
  const blank = (key: string, value: unknown): unknown =>
    ["secret", "body", "subject"].includes(key) ? "" : key === "providers" ? null : value;
  const entries = Object.entries(row).filter(([key]) => key !== "created" && key !== "updated");
  return Object.fromEntries(
    entries.map(([key, value]) => [key, isJson(key) ? (JSON.parse(value, blank) as unknown) : value]),
  );
}

function isJson(column: string): boolean {
  return ["fields", "indexes", "options"].includes(column);
}

test("a fresh data folder is the reference's: tables, migrations and collections, key by key", async () => {
  const ours = await fresh();
  const theirs = await reference();

  expect(ours.schema).toEqual(theirs.schema);
  expect(ours.migrations).toEqual(theirs.migrations);
  expect(JSON.stringify(ours.collections, null, 1)).toBe(JSON.stringify(theirs.collections, null, 1));
});
