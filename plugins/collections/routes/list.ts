import { bind, type Db, dialect, join, name, type RequestEvent, type Sql, sql } from "#kernel";
import { type Collection, onCollectionsListRequest, PlainLists } from "../contract.ts";
import { NoListLanguage } from "../errors.ts";
import { type CollectionsApi, shown } from "./app.ts";

const columns: readonly string[] = ["id", "created", "updated", "name", "system", "type"];

/** GET /api/collections */
export async function list(api: CollectionsApi, request: RequestEvent): Promise<void> {
  const { scope } = api;
  const [lists] = scope.collect(PlainLists);
  if (lists === undefined) throw new NoListLanguage();
  const asked = lists.read(request.query, columnOf);
  const { page, perPage } = asked;
  const order = asked.orderBy ?? sql`rowid ASC`;
  const part = bind(dialect.page, [perPage, (page - 1) * perPage]);
  const ids = await scope.db.column<string>(
    sql`SELECT id FROM _collections WHERE ${asked.where} ORDER BY ${order} ${part}`,
  );
  const totalItems = asked.skipTotal ? -1 : await count(scope.db, asked.where);
  const totalPages = asked.skipTotal ? -1 : Math.ceil(totalItems / perPage);
  const collections = ids.map((id) => api.collections.find(scope.db, id)).filter((one) => one !== undefined);
  const items = collections.map((collection: Collection) => shown(api, collection));
  const event = {
    request,
    db: scope.db as Db,
    collections,
    result: { items, page, perPage, totalItems, totalPages },
  };
  await scope.trigger(onCollectionsListRequest, event, async (e) => {
    await e.db.afterCommit(() => request.json(200, e.result));
  });
}

function columnOf(column: string): Sql | undefined {
  if (column === "@rowid") return sql`rowid`;
  return columns.includes(column) ? join([name("_collections"), name(column)], ".") : undefined;
}

async function count(db: Db, where: Sql): Promise<number> {
  return (await db.value<number>(sql`SELECT COUNT(*) FROM _collections WHERE ${where}`)) ?? 0;
}
