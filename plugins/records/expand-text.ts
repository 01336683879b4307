import { bind, type Db, dialect, type Sql } from "#kernel";
import type { Collection, Collections, Field } from "../collections/contract.ts";
import { onRecordEnrich, type RequestInfo, type Viewer } from "./contract.ts";
import type { Tree } from "./expand.ts";
import { jsonParts } from "./json-text.ts";
import type { Parts } from "./services.ts";
import { statementsOf } from "./statements.ts";

/** Between the parts of a row. JSON text never holds it: control characters are escaped there. */
const mark = "\u0001";
const markSql = dialect.character(1);

/** How records of one collection are written with their expands; only where nobody needs the records themselves. */
export interface TextPlan {
  readonly collection: Collection;
  /** Gives id, the JSON up to `expand`, the JSON after it, and the ids of each relation. */
  readonly expression: Sql;
  readonly relations: readonly Relation[];
}

interface Relation {
  readonly key: string;
  readonly isList: boolean;
  readonly plan: TextPlan;
  /** What the viewer may see of the target. */
  readonly rule: Sql | undefined;
}

type Needs = Pick<Parts, "scope" | "collections" | "rulebook">;

/** Undefined where a relation is missing, back, hidden or locked, or where someone wants to see the records first. */
export function planText(
  parts: Needs,
  db: Db,
  collection: Collection,
  tree: Tree,
  viewer: Viewer,
  info: RequestInfo,
): TextPlan | undefined {
  if (parts.scope.hears(onRecordEnrich, collection.hookTags) || collection.options.manageRule)
    return undefined;
  const relations: Relation[] = [];
  const ids: string[] = [];
  for (const [key, below] of [...tree].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const typed = collection.field(key);
    const target = typed && targetOf(parts.collections, db, typed.field, viewer);
    if (typed === undefined || target === undefined) return undefined;
    const plan = planText(parts, db, target, below, viewer, info);
    const rule = viewer.isSuperuser ? "" : target.viewRule;
    if (plan === undefined || rule === null) return undefined;
    const question = { collection: target, rule, author: "server", strategy: "each" } as const;
    const { where } = parts.rulebook.compile(db, question, { ...info, context: "expand" });
    relations.push({ key, isList: typed.type.isMultiple(typed.field), plan, rule: where });
    ids.push(`(${typed.type.jsonSql(typed.field, `\`${key}\``)})`);
  }
  return { collection, relations, expression: expressionOf(collection, viewer, ids) };
}

function targetOf(collections: Collections, db: Db, field: Field, viewer: Viewer): Collection | undefined {
  if (field.type !== "relation" || (field.hidden && !viewer.isSuperuser)) return undefined;
  return collections.find(db, String(field.collectionId));
}

function expressionOf(collection: Collection, viewer: Viewer, ids: readonly string[]): Sql {
  const { head, tail } = jsonParts(collection, viewer);
  const text = ["`id`", head.text, tail.text, ...ids].join(` || ${markSql} || `);
  return bind(text, [...head.values, ...tail.values]);
}

/** The JSON of rows with their ids, in their order; undefined if SQLite could not write one of them. */
export async function writeTexts(
  db: Db,
  plan: TextPlan,
  rows: readonly (string | null)[],
): Promise<readonly (readonly [id: string, text: string])[] | undefined> {
  if (rows.includes(null)) return undefined;
  const cut = (rows as readonly string[]).map((row) => row.split(mark));
  const expanded: (readonly string[])[] = cut.map(() => []);
  for (const [i, relation] of plan.relations.entries()) {
    const idsOf = cut.map((row) => readIds(row[3 + i] as string, relation.isList));
    const texts = await loadTexts(db, relation, idsOf.flat());
    if (texts === undefined) return undefined;
    for (const [at, ids] of idsOf.entries()) {
      const text = entry(relation, ids, texts);
      if (text !== undefined) expanded[at] = [...(expanded[at] as readonly string[]), text];
    }
  }
  const hasExpand = plan.relations.length > 0;
  return cut.map(([id = "", head = "", tail = ""], at) => {
    const expand = hasExpand ? `,"expand":{${(expanded[at] as readonly string[]).join(",")}}` : "";
    return [id, head + expand + tail];
  });
}

async function loadTexts(
  db: Db,
  { plan, rule }: Relation,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string> | undefined> {
  if (ids.length === 0 || rule?.text === "0") return new Map();
  const { table } = statementsOf(plan.collection);
  const among = `\`id\` IN (SELECT \`value\` FROM ${dialect.jsonItems("?")})`;
  const also = rule === undefined ? "" : ` AND ${rule.text}`;
  const text = `SELECT ${plan.expression.text} FROM ${table} WHERE ${among}${also}`;
  const values = [...plan.expression.values, JSON.stringify([...new Set(ids)]), ...(rule?.values ?? [])];
  const written = await writeTexts(db, plan, await db.scan<string | null>(bind(text, values)));
  return written && new Map(written);
}

function entry(
  { key, isList }: Relation,
  ids: readonly string[],
  texts: ReadonlyMap<string, string>,
): string | undefined {
  const found = ids.map((id) => texts.get(id)).filter((text) => text !== undefined);
  if (found.length === 0) return undefined;
  return `${JSON.stringify(key)}:${isList ? `[${found.join(",")}]` : found[0]}`;
}

function readIds(json: string, isList: boolean): readonly string[] {
  if (isList) return JSON.parse(json) as readonly string[];
  return json === '""' ? [] : [JSON.parse(json) as string];
}
