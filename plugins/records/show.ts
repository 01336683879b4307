import { type Db, escapeJson, type RequestEvent } from "#kernel";
import type { RequestInfo } from "./contract.ts";
import type { RecordModel } from "./model/record.ts";
import { infoOf } from "./requests.ts";
import type { Parts } from "./services.ts";

/** Makes records ready for whoever asked: hooks, what may be seen, `?expand=`. A failed expand is only logged. */
export async function enrich(
  { enricher, expander, scope }: Pick<Parts, "enricher" | "expander" | "scope">,
  db: Db,
  info: RequestInfo,
  records: readonly RecordModel[],
  expands: readonly string[],
): Promise<void> {
  await enricher.around(db, info, records, async () => {
    await enricher.reveal(db, info, records);
    if (expands.length === 0) return;
    for (const [path, error] of await expander.expand(db, records, expands, info)) {
      scope.log.debug("failed to expand", { path, error: error.message });
    }
  });
}

export function askedExpands(request: RequestEvent): readonly string[] {
  const asked = request.search === "" ? null : request.query.get("expand");
  return asked === null || asked === "" ? [] : [asked];
}

/** Answers with one record, enriched for whoever asked. */
export async function answerWith(
  parts: Parts,
  db: Db,
  request: RequestEvent,
  record: RecordModel,
): Promise<void> {
  await enrich(parts, db, infoOf(request), [record], askedExpands(request));
  if (request.written) return;
  if (request.query.has("fields")) request.json(200, record.publicExport());
  else request.jsonText(200, escapeJson(JSON.stringify(record.publicExport())));
}

/** The same from inside a request hook: a transaction that a handler put into the event is committed first. */
export async function answerEvent(
  parts: Parts,
  db: Db,
  event: { readonly db: Db; readonly request: RequestEvent; readonly record: RecordModel },
): Promise<void> {
  const { request, record } = event;
  if (event.db === db) {
    await answerWith(parts, db, request, record);
    return;
  }
  await enrich(parts, event.db, infoOf(request), [record], askedExpands(request));
  await event.db.afterCommit(() => {
    if (!request.written) request.json(200, record.publicExport());
  });
}
