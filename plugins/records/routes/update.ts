import { NotFound } from "#kernel";
import { asSeenByRules, readData } from "../body.ts";
import { onRecordUpdateRequest } from "../contract.ts";
import { RecordNotUpdated } from "../errors.ts";
import { infoOf } from "../requests.ts";
import { answerEvent } from "../show.ts";
import { asFailureOf, askedCollection, inside, type RecordHandler, ruleFor } from "./asked.ts";

/** PATCH …/records/{id}. The rule is put to the record as it is, with the submitted values as `@request.body`. */
export const update: RecordHandler = async (parts, db, request, after) => {
  const { scope, rulebook, saver, finder } = parts;
  const collection = askedCollection(parts, db, request, "update");
  await request.body(); // what cannot be read is told before what is not allowed
  const rule = ruleFor(request, collection, "update");
  const record = await finder.findById(db, collection, request.params.id ?? "");
  if (record === undefined) throw new NotFound();
  const data = await readData(scope, request, record);
  const info = infoOf(request);
  info.body = asSeenByRules(data);
  if (rule !== "" && !(await rulebook.meets(db, record, info, rule))) throw new NotFound();
  record.take(data);

  const event = { request, db, collection, record };
  const work = async (): Promise<void> => {
    try {
      await saver.save(event.db, event.record);
    } catch (error) {
      throw asFailureOf(RecordNotUpdated, error);
    }
    await answerEvent(parts, db, event);
  };
  return await inside(scope, onRecordUpdateRequest, event, work, after);
};
