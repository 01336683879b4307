import { AppError, type Db, NotFound, type RequestEvent } from "#kernel";
import { onRecordDeleteRequest } from "../contract.ts";
import { RecordNotDeleted } from "../errors.ts";
import { infoOf, requestInfos } from "../requests.ts";
import type { Parts } from "../services.ts";
import { askedCollection, ruleFor } from "./asked.ts";

/** DELETE …/records/{id}. */
export async function remove(parts: Parts, db: Db, request: RequestEvent): Promise<void> {
  const { scope, rulebook, saver, finder } = parts;
  const collection = askedCollection(parts, db, request, "delete");
  const record = await finder.findById(db, collection, request.params.id ?? "");
  if (record === undefined) throw new NotFound();
  const rule = ruleFor(request, collection, "delete");
  const info = request.hasBody ? await requestInfos.of(request) : infoOf(request);
  if (rule !== "" && !(await rulebook.meets(db, record, info, rule))) throw new NotFound();

  const event = { request, db, collection, record };
  await scope.trigger(onRecordDeleteRequest, event, async () => {
    try {
      await saver.delete(db, event.record);
    } catch (error) {
      throw error instanceof AppError ? error : new RecordNotDeleted({}, { cause: error });
    }
    if (!request.written) request.noContent(204);
  });
}
