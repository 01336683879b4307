import { asSeenByRules, readData } from "../body.ts";
import { onRecordCreateRequest } from "../contract.ts";
import { RecordNotCreated } from "../errors.ts";
import { RecordModel } from "../model/record.ts";
import { infoOf } from "../requests.ts";
import { answerEvent } from "../show.ts";
import { asFailureOf, askedCollection, inside, type RecordHandler, ruleFor } from "./asked.ts";

/** POST …/records. */
export const create: RecordHandler = async (parts, db, request, after) => {
  const { scope, rulebook, saver } = parts;
  const collection = askedCollection(parts, db, request, "create");
  await request.body(); // what cannot be read is told before what is not allowed
  const rule = ruleFor(request, collection, "create");
  const record = new RecordModel(collection);
  const data = await readData(scope, request, record);
  const info = infoOf(request);
  info.body = asSeenByRules(data);
  record.take(data);
  if (rule !== "" && !(await rulebook.meets(db, record, info, rule))) throw new RecordNotCreated();

  const event = { request, db, collection, record };
  const work = async (): Promise<void> => {
    try {
      await saver.save(event.db, event.record);
    } catch (error) {
      throw asFailureOf(RecordNotCreated, error);
    }
    await answerEvent(parts, db, event);
  };
  return await inside(scope, onRecordCreateRequest, event, work, after);
};
