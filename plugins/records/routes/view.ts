import { bind, type Db, escapeJson, NotFound, type RequestEvent, type Sql } from "#kernel";
import type { Collection } from "../../collections/contract.ts";
import { onRecordViewRequest, type RequestInfo, Viewer } from "../contract.ts";
import { readTree } from "../expand.ts";
import { textOfRow } from "../expand-text.ts";
import { unwritten } from "../json-text.ts";
import { keptText } from "../kept-texts.ts";
import { RecordModel } from "../model/record.ts";
import { infoOf, requestInfos } from "../requests.ts";
import type { Answer } from "../rules/compile.ts";
import type { Parts } from "../services.ts";
import { answerEvent, askedExpands } from "../show.ts";
import { statementsOf } from "../statements.ts";
import { askedCollection, ruleFor } from "./asked.ts";

/** GET …/records/{id}. */
export async function view(parts: Parts, db: Db, request: RequestEvent): Promise<void> {
  const collection = askedCollection(parts, db, request, "view");
  const { id = "" } = request.params;
  const info = request.hasBody ? await requestInfos.of(request) : infoOf(request);
  const { shape, where } = visible(parts, db, request, collection, info);
  const condition = where === undefined ? "" : ` AND ${where.text}`;
  const values = [id, ...(where?.values ?? [])];
  const from = `FROM ${statementsOf(collection).table} WHERE \`id\` = ?${condition}`;
  const shown = textOfOne(parts, db, request, collection, info);
  if (shown !== undefined) {
    const text = keptText(shape, shown.text, () => `SELECT ${shown.text} ${from}`);
    const found = await db.value<string>(bind(text, [...shown.values, ...values]));
    if (found === undefined) throw new NotFound();
    if (!found.includes(unwritten)) {
      request.jsonText(200, escapeJson(found));
      return;
    }
  }
  const row = await db.get(bind(`SELECT * ${from}`, values));
  if (row === undefined) throw new NotFound();
  const event = { request, db, collection, record: RecordModel.fromRow(collection, row) };
  await parts.scope.trigger(onRecordViewRequest, event, () => answerEvent(parts, db, event));
}

function visible(
  parts: Parts,
  db: Db,
  request: RequestEvent,
  collection: Collection,
  info: RequestInfo,
): Answer {
  const rule = ruleFor(request, collection, "view");
  return parts.rulebook.compile(db, { collection, rule, author: "server", strategy: "each" }, info);
}

/** The record as text, straight from the database; undefined where someone needs the record itself. */
function textOfOne(
  parts: Parts,
  db: Db,
  request: RequestEvent,
  collection: Collection,
  info: RequestInfo,
): Sql | undefined {
  if (parts.scope.hears(onRecordViewRequest, collection.hookTags)) return undefined;
  if (request.search !== "" && request.query.get("fields")) return undefined;
  const tree = readTree(askedExpands(request));
  return textOfRow(parts, db, collection, tree, request.get(Viewer), info);
}
