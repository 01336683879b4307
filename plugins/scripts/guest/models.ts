import { JsonRaw } from "./bytes.ts";
import { Collection } from "./collection.ts";
import { DynamicModel } from "./dynamic-model.ts";
import { FieldsList } from "./fields.ts";
import { Record } from "./record.ts";
import { toText } from "./text.ts";

type Data = { [key: string]: unknown };

/** A list that is filled with models like this one. */
export class ModelList extends Array<unknown> {
  #model: unknown;

  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }

  static of1(model: unknown): ModelList {
    const list = new ModelList();
    list.#model = model;
    return list;
  }

  static modelOf(list: ModelList): unknown {
    return list.#model;
  }
}

export function arrayOf(model: unknown): ModelList {
  return ModelList.of1(model);
}

/** A new model like `model` with a row's values; records and collections are told apart by their class. */
export function modelFrom(model: unknown, row: Data): unknown {
  if (model instanceof DynamicModel) {
    const filled = DynamicModel.like(model);
    DynamicModel.fill(filled, row);
    return filled;
  }
  return row;
}

/** The body of a request into a model. */
export function bindTo(target: object, values: Data): void {
  if (target instanceof DynamicModel) DynamicModel.fill(target, values);
  else if (target instanceof Record) target.load(values);
  else throw new Error("json: cannot unmarshal object into a value that is no model.");
}

/** Merges JSON data into a model or plain object. */
export function unmarshal(data: unknown, target: object): void {
  const isText = typeof data === "string" || data instanceof JsonRaw;
  const values = (isText ? JSON.parse(toText(data)) : data) as Data;
  if (target instanceof DynamicModel) DynamicModel.fill(target, values);
  else if (target instanceof Record) target.load(values);
  else merge(target as Data, values);
}

function merge(target: Data, values: Data): void {
  for (const [key, value] of Object.entries(values)) {
    const known = target[key];
    if (key === "fields" && target instanceof Collection) target.fields = new FieldsList(value);
    else if (isPlain(known) && isPlain(value)) merge(known, value);
    else target[key] = value;
  }
}

function isPlain(value: unknown): value is Data {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
