import type { Db, RequestEvent } from "#kernel";
import type { Collection } from "../../collections/contract.ts";
import { onRecordsListRequest, type RequestInfo, Viewer } from "../contract.ts";
import { CollectionFilterForbidden, RequestFilterForbidden } from "../errors.ts";
import { readTree } from "../expand.ts";
import { textOfRow } from "../expand-text.ts";
import type { WrittenPage } from "../kept-pages.ts";
import { type ListQuery, readListQuery } from "../list-query.ts";
import { RecordModel } from "../model/record.ts";
import { Page } from "../page.ts";
import { infoOf, requestInfos } from "../requests.ts";
import type { Parts } from "../services.ts";
import { askedExpands, enrich } from "../show.ts";
import { askedCollection, ruleFor } from "./asked.ts";

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
  });
  const written = await writtenPage(parts, db, request, info, page, collection);
  const isGuess = asked.filter !== "" && rule !== "";
  if (written?.found === 0 && isGuess) await parts.emptyLists.found(request.remoteIp);
  if (written?.json === undefined) {
    await listRecords(parts, db, request, info, { page, asked, collection });
    return;
  }
  request.jsonBytes(200, bodyOf(written.json, written.total, asked));
}

const bodyLead = Buffer.from(`{"items":[`);

function bodyOf(items: Buffer, total: number, asked: ListQuery): Buffer {
  const { page, perPage } = asked;
  const pages = pagesOf(total, asked);
  const counts = `],"page":${page},"perPage":${perPage},"totalItems":${total},"totalPages":${pages}}\n`;
  return Buffer.concat([bodyLead, items, Buffer.from(counts)]);
}

/** The page as text, straight from the database; undefined where someone needs the records themselves. */
async function writtenPage(
  parts: Parts,
  db: Db,
  request: RequestEvent,
  info: RequestInfo,
  page: Page,
  collection: Collection,
): Promise<WrittenPage | undefined> {
  if (request.query.get("fields") || parts.scope.hears(onRecordsListRequest, collection.hookTags))
    return undefined;
  const tree = readTree(askedExpands(request));
  const row = textOfRow(parts, db, collection, tree, request.get(Viewer), info);
  return row && (await page.written(row));
}

async function listRecords(
  parts: Parts,
  db: Db,
  request: RequestEvent,
  info: RequestInfo,
  { page, asked, collection }: { page: Page; asked: ListQuery; collection: Collection },
): Promise<void> {
  const records = (await page.rows()).map((row) => RecordModel.fromRow(collection, row));
  const totalItems = await page.total(records.length);
  const result = {
    items: records,
    page: asked.page,
    perPage: asked.perPage,
    totalItems,
    totalPages: pagesOf(totalItems, asked),
  };
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

function pagesOf(total: number, { perPage }: ListQuery): number {
  return total < 0 ? total : Math.ceil(total / perPage);
}

function refuseForeign({ filter, sort }: ListQuery): void {
  for (const text of [filter, sort]) {
    if (text.includes("@collection.")) throw new CollectionFilterForbidden();
    if (text.includes("@request.")) throw new RequestFilterForbidden();
  }
}
