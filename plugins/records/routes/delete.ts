import { NotFound } from "#kernel";
import { onRecordDeleteRequest } from "../contract.ts";
import { RecordNotDeleted } from "../errors.ts";
import { infoOf, requestInfos } from "../requests.ts";
import { asFailureOf, askedCollection, inside, type RecordHandler, ruleFor } from "./asked.ts";

/** DELETE …/records/{id}. */
export const remove: RecordHandler = async (parts, db, request, after) => {
  const { scope, rulebook, saver, finder } = parts;
  const collection = askedCollection(parts, db, request, "delete");
  const info = request.hasBody ? await requestInfos.of(request) : infoOf(request);
  const rule = ruleFor(request, collection, "delete");
  const record = await finder.findById(db, collection, request.params.id ?? "");
  if (record === undefined) throw new NotFound();
  if (rule !== "" && !(await rulebook.meets(db, record, info, rule))) throw new NotFound();

  const event = { request, db, collection, record };
  const answer = (): void => {
    if (!request.written) request.noContent(204);
  };
  const work = async (): Promise<void> => {
    try {
      await saver.delete(event.db, event.record);
    } catch (error) {
      throw asFailureOf(RecordNotDeleted, error);
    }
    if (event.db === db) answer();
    else await event.db.afterCommit(answer);
  };
  return await inside(scope, onRecordDeleteRequest, event, work, after);
};
