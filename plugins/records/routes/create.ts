import type { Db, RequestEvent } from "#kernel";
import { asSeenByRules, readData } from "../body.ts";
import { onRecordCreateRequest } from "../contract.ts";
import { RecordNotCreated } from "../errors.ts";
import { RecordModel } from "../model/record.ts";
import { infoOf } from "../requests.ts";
import type { Parts } from "../services.ts";
import { answerWith } from "../show.ts";
import { asFailureOf, askedCollection, ruleFor } from "./asked.ts";

/** POST …/records. */
export async function create(parts: Parts, db: Db, request: RequestEvent): Promise<void> {
  const { scope, rulebook, saver } = parts;
  const collection = askedCollection(parts, db, request, "create");
  const record = new RecordModel(collection);
  const data = await readData(scope, request, record);
  const info = infoOf(request);
  info.body = asSeenByRules(data);
  record.load(data);
  const rule = ruleFor(request, collection, "create");
  if (rule !== "" && !(await rulebook.meets(db, record, info, rule))) throw new RecordNotCreated();

  const event = { request, db, collection, record };
  await scope.trigger(onRecordCreateRequest, event, async () => {
    try {
      await saver.save(db, event.record);
    } catch (error) {
      throw asFailureOf(RecordNotCreated, error);
    }
    await answerWith(parts, db, request, event.record);
  });
}
