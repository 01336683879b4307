import { BadRequest, bind, type Db, escapeJson, type RequestEvent, type Row, raw, type Sql } from "#kernel";
import type { Collection } from "../../collections/contract.ts";
import { onRecordEnrich, onRecordsListRequest, type RequestInfo, Viewer } from "../contract.ts";
import { CollectionFilterForbidden, RequestFilterForbidden } from "../errors.ts";
import { readTree } from "../expand.ts";
import { planText, writeTexts } from "../expand-text.ts";
import { jsonText } from "../json-text.ts";
import { type ListQuery, readListQuery } from "../list-query.ts";
import { RecordModel } from "../model/record.ts";
import { infoOf, requestInfos } from "../requests.ts";
import type { Question } from "../rules/compile.ts";
import type { Strategy } from "../rules/emit.ts";
import type { Parts } from "../services.ts";
import { askedExpands, enrich } from "../show.ts";
import { statementsOf } from "../statements.ts";
import { askedCollection, ruleFor } from "./asked.ts";

interface Totals {
  readonly totalItems: number;
  readonly totalPages: number;
}

/** GET …/records: a page of the records the caller may list. */
export async function list(parts: Parts, db: Db, request: RequestEvent): Promise<void> {
  const collection = askedCollection(parts, db, request, "list");
  const info = request.hasBody ? await requestInfos.of(request) : infoOf(request);
  const rule = ruleFor(request, collection, "list");
  const viewer = request.get(Viewer);
  const asked = readListQuery(request.query);
  if (!viewer.isSuperuser) refuseForeign(asked);
  const page = new Page(parts, db, info, asked, {
    collection,
    rule,
    filter: asked.filter,
    sort: asked.sort,
    author: viewer.isSuperuser ? "server" : "client",
    strategy: "page",
  });
  const texts = await pageTexts(parts, db, request, info, page, collection);
  const isGuess = asked.filter !== "" && rule !== "";
  if (texts?.length === 0 && isGuess) await parts.emptyLists.found(request.remoteIp);
  if (texts === undefined) {
    await listRecords(parts, db, request, info, page, collection);
    return;
  }
  const { totalItems, totalPages } = await page.totals(texts.length);
  const counts = `"page":${asked.page},"perPage":${asked.perPage},"totalItems":${totalItems},"totalPages":${totalPages}`;
  request.jsonText(200, `{"items":[${escapeJson(texts.join(","))}],${counts}}`);
}

/** The records as the text that is sent, straight from the database; undefined where someone needs the records themselves. */
async function pageTexts(
  parts: Parts,
  db: Db,
  request: RequestEvent,
  info: RequestInfo,
  page: Page,
  collection: Collection,
): Promise<readonly string[] | undefined> {
  const { hookTags, options } = collection;
  if (request.query.get("fields") || options.manageRule) return undefined;
  if (parts.scope.hears(onRecordsListRequest, hookTags)) return undefined;
  if (parts.scope.hears(onRecordEnrich, hookTags)) return undefined;
  const viewer = request.get(Viewer);
  const expands = askedExpands(request);
  if (expands.length === 0) {
    const texts = await page.column(jsonText(collection, viewer));
    return texts.includes(null) ? undefined : (texts as string[]);
  }
  const plan = planText(parts, db, collection, readTree(expands), viewer, info);
  const written = plan && (await writeTexts(db, plan, await page.column(plan.expression)));
  return written?.map(([, text]) => text);
}

async function listRecords(
  parts: Parts,
  db: Db,
  request: RequestEvent,
  info: RequestInfo,
  page: Page,
  collection: Collection,
): Promise<void> {
  const records = (await page.rows()).map((row) => RecordModel.fromRow(collection, row));
  const { page: number, perPage } = page.asked;
  const result = { items: records, page: number, perPage, ...(await page.totals(records.length)) };
  const event = { request, db, collection, records, result };
  await parts.scope.trigger(onRecordsListRequest, event, async () => {
    await enrich(parts, db, info, event.records, askedExpands(request));
    if (request.written) return;
    const items = event.records === records ? event.result.items : event.records;
    const answer = (): void =>
      request.json(200, {
        ...event.result,
        items: (items as RecordModel[]).map((record) => record.publicExport?.() ?? record),
      });
    if (event.db === db) answer();
    else await event.db.afterCommit(answer);
  });
}

function refuseForeign({ filter, sort }: ListQuery): void {
  for (const text of [filter, sort]) {
    if (text.includes("@collection.")) throw new CollectionFilterForbidden();
    if (text.includes("@request.")) throw new RequestFilterForbidden();
  }
}

/** One page of a question, and how many there are. */
class Page {
  readonly asked: ListQuery;
  readonly #parts: Parts;
  readonly #db: Db;
  readonly #info: RequestInfo;
  readonly #question: Question;

  constructor(parts: Parts, db: Db, info: RequestInfo, asked: ListQuery, question: Question) {
    this.#parts = parts;
    this.#db = db;
    this.#info = info;
    this.asked = asked;
    this.#question = question;
  }

  /** An expression for each record of the page. */
  async column(expression: Sql): Promise<(string | null)[]> {
    const query = this.#select(expression);
    return query === undefined ? [] : await this.#ask(() => this.#db.scan<string | null>(query));
  }

  async rows(): Promise<Row[]> {
    const query = this.#select(raw("*"));
    return query === undefined ? [] : await this.#ask(() => this.#db.scanRows(query));
  }

  /** Undefined if no record can match. */
  #select(expression: Sql): Sql | undefined {
    const { page, perPage, sort } = this.asked;
    // Without a sort the page is full after few rows; with one, all that match are looked at first.
    const { where, order } = this.#compile(sort === "" ? "page" : "set");
    if (where?.text === "0") return undefined;
    const { table } = statementsOf(this.#question.collection);
    let text = `SELECT ${expression.text} FROM ${table}`;
    if (where !== undefined) text += ` WHERE ${where.text}`;
    if (order !== undefined) text += ` ORDER BY ${order.text}`;
    const values = [...expression.values, ...(where?.values ?? []), perPage, (page - 1) * perPage];
    return bind(`${text} LIMIT ? OFFSET ?`, values);
  }

  /** `found` records are on the page: where it is not full it is the last, and tells the total. */
  async totals(found: number): Promise<Totals> {
    const { page, perPage, skipTotal } = this.asked;
    if (skipTotal) return { totalItems: -1, totalPages: -1 };
    const isLast = found < perPage && (found > 0 || page === 1);
    const totalItems = isLast ? (page - 1) * perPage + found : await this.#count();
    return { totalItems, totalPages: Math.ceil(totalItems / perPage) };
  }

  async #count(): Promise<number> {
    const { where } = this.#compile("set");
    if (where?.text === "0") return 0;
    const { table } = statementsOf(this.#question.collection);
    const condition = where === undefined ? "" : ` WHERE ${where.text}`;
    const query = bind(`SELECT COUNT(*) FROM ${table}${condition}`, where?.values ?? []);
    const [count] = await this.#ask(() => this.#db.scan<number>(query));
    return Number(count);
  }

  #compile(strategy: Strategy): ReturnType<Parts["rulebook"]["compile"]> {
    return this.#parts.rulebook.compile(this.#db, { ...this.#question, strategy }, this.#info);
  }

  /** A question SQLite cannot answer is the caller's mistake. */
  async #ask<T>(question: () => Promise<T>): Promise<T> {
    try {
      return await question();
    } catch (cause) {
      throw new BadRequest({}, { cause });
    }
  }
}
