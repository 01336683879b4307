import { AppError, type Db, type ErrorKind, escapeJson, type RequestEvent, ValidationErrors } from "#kernel";
import type { RequestInfo } from "./contract.ts";
import { RecordNotEnriched, RecordsNotEnriched } from "./errors.ts";
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
  Failure: ErrorKind = RecordsNotEnriched,
): Promise<void> {
  const work = enricher.around(db, info, records, async (some) => {
    await enricher.reveal(db, info, some);
    if (expands.length === 0) return;
    for (const [path, error] of await expander.expand(db, some, expands, info)) {
      scope.log.debug("failed to expand", { path, error: error.message });
    }
  });
  try {
    await work;
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new Failure(cause instanceof ValidationErrors ? cause.errors : {}, { cause });
  }
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
  const info = infoOf(request);
  const expands = askedExpands(request);
  if (expands.length > 0 || parts.enricher.concerns(info, record)) {
    await enrich(parts, db, info, [record], expands, RecordNotEnriched);
    if (request.written) return;
  }
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
  await enrich(parts, event.db, infoOf(request), [record], askedExpands(request), RecordNotEnriched);
  await event.db.afterCommit(() => {
    if (!request.written) request.json(200, record.publicExport());
  });
}
