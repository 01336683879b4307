import { bind, type Db, escapeJson, NotFound, type RequestEvent } from "#kernel";
import type { Collection } from "../../collections/contract.ts";
import { onRecordEnrich, onRecordViewRequest, type RequestInfo, Viewer } from "../contract.ts";
import { jsonText } from "../json-text.ts";
import { RecordModel } from "../model/record.ts";
import { infoOf, requestInfos } from "../requests.ts";
import type { Parts } from "../services.ts";
import { answerEvent } from "../show.ts";
import { statementsOf } from "../statements.ts";
import { askedCollection, ruleFor } from "./asked.ts";

/** GET …/records/{id}. */
export async function view(parts: Parts, db: Db, request: RequestEvent): Promise<void> {
  const collection = askedCollection(parts, db, request, "view");
  const { id = "" } = request.params;
  const info = request.hasBody ? await requestInfos.of(request) : infoOf(request);
  const condition = visible(parts, db, request, collection, info);
  const { table } = statementsOf(collection);
  if (isPlain(parts, request, collection)) {
    const json = jsonText(collection, request.get(Viewer));
    const text = `SELECT ${json.text} FROM ${table} WHERE \`id\` = ?${condition.text}`;
    const found = await db.value<string | null>(bind(text, [...json.values, id, ...condition.values]));
    if (found === undefined) throw new NotFound();
    if (found !== null) {
      request.jsonText(200, escapeJson(found));
      return;
    }
  }
  const row = await db.get(
    bind(`SELECT * FROM ${table} WHERE \`id\` = ?${condition.text}`, [id, ...condition.values]),
  );
  if (row === undefined) throw new NotFound();
  const event = { request, db, collection, record: RecordModel.fromRow(collection, row) };
  await parts.scope.trigger(onRecordViewRequest, event, () => answerEvent(parts, db, event));
}

function visible(parts: Parts, db: Db, request: RequestEvent, collection: Collection, info: RequestInfo) {
  const rule = ruleFor(request, collection, "view");
  if (rule === "") return bind("", []);
  const { where } = parts.rulebook.compile(
    db,
    { collection, rule, author: "server", strategy: "each" },
    info,
  );
  return where === undefined ? bind("", []) : bind(` AND ${where.text}`, where.values);
}

function isPlain({ scope }: Parts, request: RequestEvent, collection: Collection): boolean {
  if (request.search !== "" && (request.query.get("expand") || request.query.get("fields"))) return false;
  if (collection.options.manageRule) return false;
  const { hookTags } = collection;
  return !scope.hears(onRecordViewRequest, hookTags) && !scope.hears(onRecordEnrich, hookTags);
}
