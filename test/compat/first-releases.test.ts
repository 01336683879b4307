import { execFileSync } from "node:child_process";
import { cpSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { createTestApp } from "../support/app.ts";
import { temporaryFolder } from "../support/folder.ts";
import { findReference, reference, startReference } from "../support/reference.ts";

// Releases before 0.30 are not to be had any more: a folder of 0.30 is taken back to what they left, as far as it is known.

type Row = Record<string, unknown>;
type Data = InstanceType<typeof Database>;

interface Field {
  readonly name: string;
  help?: string;
}

/** Changes the fields, indexes and options of every collection. */
function changeCollections(
  db: Data,
  change: (collection: Row & { fields: Field[]; indexes: string[] }) => void,
): void {
  for (const row of db.prepare("SELECT * FROM _collections").all() as Row[]) {
    const collection = {
      name: row.name,
      fields: JSON.parse(String(row.fields)),
      indexes: JSON.parse(String(row.indexes)),
      options: JSON.parse(String(row.options)),
    };
    change(collection);
    db.prepare("UPDATE _collections SET fields = ?, indexes = ?, options = ? WHERE id = ?").run(
      JSON.stringify(collection.fields),
      JSON.stringify(collection.indexes),
      JSON.stringify(collection.options),
      row.id,
    );
  }
}

function changeSettings(db: Data, change: (settings: Record<string, Row>) => void): void {
  const stored = db.prepare("SELECT value FROM _params WHERE id = 'settings'").get() as Row;
  const settings = JSON.parse(String(stored.value));
  change(settings);
  db.prepare("UPDATE _params SET value = ? WHERE id = 'settings'").run(JSON.stringify(settings));
}

function forget(db: Data, ...files: readonly string[]): void {
  for (const file of files) db.prepare("DELETE FROM _migrations WHERE file LIKE ?").run(`%${file}%`);
}

const former: Readonly<Record<string, (db: Data) => void>> = {
  "no helps, alerts that tell no place": (db) => {
    changeCollections(db, ({ fields }) => {
      for (const field of fields) delete field.help;
    });
    forget(db, "alert", "normalize");
  },
  "one-time passwords without addressees": (db) => {
    db.exec("ALTER TABLE _otps DROP COLUMN sentTo");
    changeCollections(db, (collection) => {
      collection.fields = collection.fields.filter(({ name }) => name !== "sentTo");
    });
    forget(db, "v0.23_migrate4");
  },
  "none of the steps of 0.23 recorded": (db) =>
    forget(db, "v0.23_migrate2", "v0.23_migrate3", "v0.23_migrate4"),
  "settings without what came later": (db) =>
    changeSettings(db, (settings) => {
      for (const key of ["superuserIPs", "rateLimits", "batch", "trustedProxy"]) delete settings[key];
      delete settings.logs?.logAuthId;
      delete settings.meta?.hideControls;
    }),
  "indexes written by hand, an index nobody listed, one that is lost": (db) => {
    changeCollections(db, (collection) => {
      collection.indexes = collection.indexes.map((text) => text.replaceAll("`", "").replace(/\s+/g, " "));
    });
    db.exec("CREATE INDEX idx_extra ON users (name); DROP INDEX idx_mfas_collectionRef_recordRef");
  },
};

/** What is in the folder, however it is written: without times, secrets and kinds of quotes. */
function contents(dir: string): unknown {
  const db = new Database(path.join(dir, "data.db"), { readonly: true });
  const all = (query: string): Row[] => db.prepare(query).all() as Row[];
  const schema = all("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'");
  const bare = (text: unknown): unknown => {
    const json = String(text).replace(/("secret":")[^"]*/g, "$1");
    return JSON.parse(json.replaceAll('"providers":null', '"providers":[]'));
  };
  const read = {
    schema: schema
      .map(({ sql }) =>
        String(sql)
          .replace(/[`"\s]/g, "")
          .toLowerCase(),
      )
      .sort(),
    migrations: all("SELECT file FROM _migrations ORDER BY file"),
    settings: all("SELECT value FROM _params").map(({ value }) => bare(value)),
    collections: all("SELECT * FROM _collections ORDER BY name").map(
      ({ created, updated, fields, indexes, options, ...rest }) => ({
        ...rest,
        fields: JSON.parse(String(fields)).map((field: Field) => ({ help: "", ...field })),
        indexes: JSON.parse(String(indexes)),
        options: bare(options),
      }),
    ),
  };
  db.close();
  return read;
}

const older = findReference("0.30.4");

test.skipIf(older === undefined || reference === undefined).each(Object.entries(former))(
  "data of the first releases is brought up to date as by the reference: %s",
  async (_, change) => {
    const folder = await temporaryFolder();
    const [theirs, ours] = [path.join(folder, "theirs/pb_data"), path.join(folder, "ours/pb_data")];
    execFileSync(older as string, ["superuser", "upsert", "root@example.com", "1234567890", "--dir", theirs]);
    const db = new Database(path.join(theirs, "data.db"));
    change(db);
    db.close();
    cpSync(theirs, ours, { recursive: true });

    const there = await startReference(theirs);
    await there.stop();
    const here = await createTestApp({ flags: { dir: ours } });
    await here.terminate();

    expect(contents(ours)).toEqual(contents(theirs));
  },
);
