import { type Sql, sql } from "#kernel";
import type { Collection } from "../../collections/contract.ts";
import { collectionJson } from "../../collections/model/collection-data.ts";
import type { SaveOptions } from "../../models/contract.ts";
import type { RecordModel } from "../../records/contract.ts";
import type { SettingsValues } from "../../settings/contract.ts";
import { collectionByVersion, packRecord } from "../lending.ts";
import type { HostFunctions, ScriptSession } from "../session.ts";
import { bound, type GuestSql } from "./database.ts";
import { find, type Named } from "./named.ts";

const notDeletable = "the model can be deleted only if it is existing and has a non-empty primary key";

export const appFunctions: HostFunctions = {
  "record.original": (session, handle: number) => (session.lentAt(handle) as RecordModel).asLoaded(),
  "collection.data": (_session, version: number) => {
    const collection = collectionByVersion(version);
    if (collection === undefined) throw new Error("The collection has changed meanwhile.");
    return JSON.stringify({ ...collectionJson(collection), isNew: collection.isNew });
  },
  "collection.create": ({ services }, data: Record<string, unknown>) =>
    JSON.stringify(collectionJson(services.collections.create(data))),
  "app.collectionRef": (session, db: number, given: Named) => {
    const { name: table, id } = find(session, db, given);
    return { name: table, id };
  },

  "app.findCollectionByNameOrId": find,
  "app.findCachedCollectionByNameOrId": find,
  "app.findAllCollections": (session, db: number, ...types: (string | readonly string[])[]) => {
    const wanted = types.flat();
    return session.services.collections
      .all(session.db(db))
      .filter(({ type }) => wanted.length === 0 || wanted.includes(type));
  },
  "app.findCollectionReferences": references,
  "app.findCachedCollectionReferences": references,
  "app.isCollectionNameUnique": (session, db: number, given: string, ...except: readonly string[]) =>
    !session.services.collections
      .all(session.db(db))
      .some(({ id, name: other }) => other.toLowerCase() === given.toLowerCase() && !except.includes(id)) &&
    given !== "",
  "app.saveCollection": async (
    session,
    db: number,
    collection: Collection,
    options: { validate?: "skip" },
  ) => {
    const saved = await session.services.collections.save(session.writable(db), collection, options);
    return { data: JSON.stringify(collectionJson(saved)) };
  },
  "app.deleteCollection": (session, db: number, collection: Collection) =>
    session.services.collections.delete(session.writable(db), collection),
  "app.importCollections": (session, db: number, list: Record<string, unknown>[], deleteMissing: unknown) =>
    importMany(session, db, list, deleteMissing),
  "app.importCollectionsByMarshaledJSON": (session, db: number, text: string, deleteMissing: unknown) =>
    importMany(session, db, JSON.parse(text) as Record<string, unknown>[], deleteMissing),
  "app.reloadCachedCollections": ({ services }) => services.collections.reload(),
  "app.truncateCollection": async (session, db: number, collection: Collection) => {
    const { records } = session.services;
    await session.writable(db).transaction(async (tx) => {
      for (const record of await records.findWhere(tx, collection, sql`1=1`))
        await records.delete(tx, record);
    });
  },

  "app.findAllRecords": (session, db: number, given: Named, ...conditions: readonly GuestSql[]) =>
    session.services.records.findWhere(session.db(db), find(session, db, given), all(conditions)),
  "app.countRecords": (session, db: number, given: Named, ...conditions: readonly GuestSql[]) =>
    session.services.records.count(session.db(db), find(session, db, given), all(conditions)),
  "app.saveRecord": async (session, db: number, record: RecordModel, options: SaveOptions) => {
    await session.services.records.save(session.writable(db), record, options);
    return shown(session, record);
  },
  "app.deleteRecord": (session, db: number, record: RecordModel, options: SaveOptions) => {
    if (record.savedId === "") throw new Error(notDeletable);
    return session.services.records.delete(session.writable(db), record, options);
  },
  "app.validateRecord": (session, db: number, record: RecordModel) =>
    session.services.records.validate(session.db(db), withGenerated(record)),
  "app.validateCollection": (session, db: number, collection: Collection) =>
    session.services.collections.validate(session.db(db), collection),
  "app.expandRecords": async (
    session,
    db: number,
    records: readonly RecordModel[],
    expands: readonly string[],
  ) => {
    const failed = await session.services.rules.expand(session.db(db), records, expands, "server");
    return { failed: Object.fromEntries(failed), expands: records.map((record) => record.expand ?? null) };
  },

  "app.settings": (session, db: number) => settingsIn(session, db),
  "app.validateSettings": (session, db: number, values: SettingsValues) =>
    session.services.settings.validate(session.db(db), values),
  "app.saveSettings": async (session, db: number, values: SettingsValues) => {
    await session.services.settings.save(session.writable(db), values);
    return await settingsIn(session, db);
  },
  "app.restart": ({ services }) => services.scope.restart(async () => {}),
  "app.reloadSettings": ({ services }) => services.settings.reload(),
  "app.dataDir": ({ services }) => services.scope.config.dir,
  "app.encryptionEnv": ({ services }) => services.scope.config.encryptionEnv,
  "app.isDev": ({ services }) => services.scope.config.dev,
  "app.isBootstrapped": ({ services }) => {
    try {
      return services.scope.db !== undefined;
    } catch {
      return false;
    }
  },
};

/** A record as the guest takes it over, whatever it was shown as before. */
export function shown(session: ScriptSession, record: RecordModel): unknown {
  const { $: _kind, ...rest } = packRecord(session, record, (value) => packPlain(session, value), "again");
  return rest;
}

function packPlain(session: ScriptSession, value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => packPlain(session, item));
  if (Object.getPrototypeOf(value) !== Object.prototype) {
    return session.codec.pack(value, (inner) => packPlain(session, inner));
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, packPlain(session, item)]));
}

function importMany(
  session: ScriptSession,
  db: number,
  list: readonly Record<string, unknown>[],
  deleteMissing: unknown,
): Promise<void> {
  if (list.length === 0) throw new Error("no collections to import");
  const options = { deleteMissing: deleteMissing === true };
  return session.services.collections.importMany(session.writable(db), list, options);
}

async function settingsIn(session: ScriptSession, db: number): Promise<SettingsValues> {
  return structuredClone(await session.services.settings.valuesIn(session.db(db)));
}

function references(session: ScriptSession, db: number, collection: Collection): Record<string, unknown> {
  const found = session.services.collections.references(session.db(db), collection);
  const byName: Record<string, unknown[]> = {};
  for (const { collection: other, field } of found)
    byName[other.name] = [...(byName[other.name] ?? []), field];
  return byName;
}

function all(conditions: readonly GuestSql[]): Sql {
  const parts = conditions.filter((condition) => condition?.text !== "").map(bound);
  if (parts.length === 0) return sql`1=1`;
  return parts.reduce((left, right) => sql`(${left}) AND (${right})`);
}

// What makes itself comes with the first save; until then its lack is no mistake.
function withGenerated(record: RecordModel): RecordModel {
  if (!record.isNew) return record;
  const missing = record.collection.fields.filter(
    ({ name, autogeneratePattern }) => autogeneratePattern && record.getString(name) === "",
  );
  if (missing.length === 0) return record;
  const complete = record.clone();
  for (const { name } of missing) complete.set(`${name}:autogenerate`, "");
  return complete;
}
