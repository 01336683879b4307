import type { Collection } from "../../collections/contract.ts";
import type { RecordModel } from "../../records/contract.ts";
import { Lasting } from "../bridge/lasting.ts";
import type { HostFunctions, ScriptSession } from "../session.ts";
import { GivenRecord } from "../stand-ins.ts";
import { find, missing, type Named } from "./named.ts";

/** What a script looks for. */
interface Question {
  readonly session: ScriptSession;
  readonly db: number;
  readonly collection: Collection;
  /** All else that was asked with; the answer is the same only for the same. */
  readonly asked: readonly unknown[];
  /** Whether it looks into the collection alone. */
  readonly scope: "own table" | "any table";
}

/** Records found by what a script knows of them. Sandboxes may keep the answers until what they were read from is written. */
export const findingFunctions: HostFunctions = {
  "app.findRecordById": async (session, db: number, given: Named, id: unknown) => {
    const collection = find(session, db, given);
    return await lasting({ session, db, collection, asked: [], scope: "own table" }, async () => {
      const found = await session.services.records.findById(session.db(db), collection, String(id ?? ""));
      return found ?? missing();
    });
  },
  "app.findRecordsByIds": async (session, db: number, given: Named, ids: readonly string[]) => {
    const collection = find(session, db, given);
    return await lasting({ session, db, collection, asked: [], scope: "own table" }, () =>
      session.services.records.findByIds(session.db(db), collection, ids),
    );
  },
  "app.findRecordsByFilter": async (
    session,
    db: number,
    given: Named,
    filter = "",
    sort = "",
    limit = 0,
    offset = 0,
    ...params: readonly object[]
  ) => {
    const query = { filter: text(filter), sort: text(sort), limit: whole(limit), offset: whole(offset) };
    return await byFilter(session, db, find(session, db, given), { ...query, params: joined(params) });
  },
  "app.findFirstRecordByFilter": async (
    session,
    db: number,
    given: Named,
    filter: string,
    ...params: readonly object[]
  ) => {
    const query = { filter: text(filter), sort: "", limit: 1, offset: 0, params: joined(params) };
    const answer = await byFilter(session, db, find(session, db, given), query);
    if (!(answer instanceof Lasting)) return answer[0] ?? missing();
    const [found] = answer.value as readonly GivenRecord[];
    return found === undefined ? missing() : new Lasting(found, answer.stand);
  },
  "app.findFirstRecordByData": async (session, db: number, given: Named, key: string, value: unknown) => {
    const collection = find(session, db, given);
    if (collection.field(key) === undefined) throw new Error(`invalid or missing field ${key}`);
    return await firstByData(session, db, collection, { key, value });
  },
  "app.findAuthRecordByEmail": async (session, db: number, given: Named, email: string) => {
    const collection = find(session, db, given);
    if (!collection.isAuth) throw new Error(`"${collection.name}" is not an auth collection`);
    return await firstByData(session, db, collection, { key: "email", value: email });
  },
};

interface Filtered {
  readonly filter: string;
  readonly sort: string;
  readonly limit: number;
  readonly offset: number;
  readonly params: Record<string, unknown>;
}

/** What can make the same filter find something else though nothing was written: the time, and chance. */
const changesByItself = "@";
/** What leads a filter to other tables. */
const leadsElsewhere = ".";

async function byFilter(
  session: ScriptSession,
  db: number,
  collection: Collection,
  query: Filtered,
): Promise<readonly RecordModel[] | Lasting> {
  const find = (): Promise<readonly RecordModel[]> =>
    session.services.records.findByFilter(session.db(db), collection, query);
  const words = query.filter + query.sort;
  if (words.includes(changesByItself)) return await find();
  const scope = words.includes(leadsElsewhere) ? "any table" : "own table";
  return await lasting({ session, db, collection, asked: Object.values(query.params), scope }, find);
}

async function firstByData(
  session: ScriptSession,
  db: number,
  collection: Collection,
  { key, value }: { readonly key: string; readonly value: unknown },
): Promise<unknown> {
  return await lasting({ session, db, collection, asked: [value], scope: "own table" }, async () => {
    const found = await session.services.records.findFirstByData(session.db(db), collection, key, value);
    return found ?? missing();
  });
}

// A transaction sees what nobody else does, a view's query may ask for the time, and objects are named by number.
async function lasting<T extends RecordModel | readonly RecordModel[]>(
  { session, db, collection, asked, scope }: Question,
  work: () => Promise<T>,
): Promise<T | Lasting> {
  if (session.db(db).inTransaction || collection.isView || asked.some(isObject)) return await work();
  const { writes } = session.services.scope;
  const stand = writes.standOf(scope === "own table" ? collection.name : undefined);
  const found: RecordModel | readonly RecordModel[] = await work();
  const given = "id" in found ? new GivenRecord(found) : found.map((record) => new GivenRecord(record));
  return new Lasting(given, stand);
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

function joined(params: readonly object[]): Record<string, unknown> {
  return Object.assign({}, ...params) as Record<string, unknown>;
}

function text(value: unknown): string {
  return value === null || value === undefined ? "" : String(value);
}

function whole(value: unknown): number {
  return Math.trunc(Number(value) || 0);
}
