import { type Db, dialect, name, raw, type Sql, sql } from "#kernel";
import type { Collection, Field } from "../../collections/contract.ts";
import type { RecordModel } from "../../records/contract.ts";
import { NoRows } from "../errors.ts";
import type { HostFunctions, ScriptSession } from "../session.ts";
import { bound, type GuestSql } from "./database.ts";
import { find, type Named } from "./named.ts";

export const viewFunctions: HostFunctions = {
  "app.createViewFields": (session, db: number, query: unknown) =>
    session.services.collections.viewFields(session.db(db), String(query ?? "")),
  "app.dryRunView": (session, db: number, query: unknown, sampleSize: unknown) =>
    session.services.collections.dryRunView(session.db(db), String(query ?? ""), Number(sampleSize) || 0),
  "app.findRecordByViewFile": (session, db: number, given: Named, field: unknown, file: unknown) => {
    const view = find(session, db, given);
    if (!view.isView) throw new Error("not a view collection");
    return findByFile(session, session.db(db), view, [String(field ?? ""), String(file ?? "")]);
  },
  "app.logsStats": ({ services }, _db: number, condition: GuestSql | null) =>
    services.logs.countByHour(condition?.text ? bound(condition) : raw("TRUE")),
};

async function findByFile(
  { services }: ScriptSession,
  db: Db,
  view: Collection,
  [column, file]: readonly [column: string, file: string],
): Promise<RecordModel> {
  const origin = services.collections.originOf(db, view, column);
  if (origin === undefined) throw new Error("no query file field found");
  const [found] =
    file === "" ? [] : await services.records.findWhere(db, origin.collection, names(origin.field, file));
  return found ?? missing();
}

function names(field: Field, file: string): Sql {
  const column = name(field.name);
  if (!(Number(field.maxSelect) > 1)) return sql`${column} = ${file}`;
  return sql`EXISTS (SELECT 1 FROM ${raw(dialect.jsonEach(column.text))} WHERE value = ${file})`;
}

function missing(): never {
  throw new NoRows();
}
