import { JsonRaw } from "./bytes.ts";
import { Collection } from "./collection.ts";
import { goError } from "./errors.ts";
import { FieldsList } from "./fields.ts";
import { Record } from "./record.ts";
import { toText } from "./text.ts";

type Kind = "string" | "bool" | "int" | "float" | "list" | "map";
type Data = { [key: string]: unknown };

/** Stands for "may be NULL" in the shape of a DynamicModel. */
class Nullable {
  readonly kind: Kind;

  constructor(kind: Kind) {
    this.kind = kind;
  }
}

export const nulls = {
  nullString: () => new Nullable("string"),
  nullBool: () => new Nullable("bool"),
  nullInt: () => new Nullable("int"),
  nullFloat: () => new Nullable("float"),
  nullArray: () => new Nullable("list"),
  nullObject: () => new Nullable("map"),
};

interface Slot {
  readonly key: string;
  readonly kind: Kind;
  readonly nullable: boolean;
}

/** A row with the types its shape gives it. */
export class DynamicModel {
  [property: string]: unknown;
  readonly #slots: Map<string, Slot>;

  constructor(shape: Data) {
    const slots = Object.entries(shape).map(([name, value]): [string, Slot] => [name, slotOf(name, value)]);
    if (slots.length === 0) throw new Error("The shape of a DynamicModel must have at least one key.");
    this.#slots = new Map(slots);
    for (const [name, slot] of slots) this[slot.key] = initial(slot, shape[name]);
  }

  /** Another model of the same shape, at its initial values. */
  static like(model: DynamicModel): DynamicModel {
    const shape: Data = {};
    for (const [name, slot] of model.#slots)
      shape[name] = slot.nullable ? new Nullable(slot.kind) : zeros[slot.kind];
    return new DynamicModel(shape);
  }

  /** Puts values in place by their original names; those without a place are left out. */
  static fill(model: DynamicModel, values: Data): void {
    for (const [name, value] of Object.entries(values)) {
      const slot = model.#slots.get(name);
      if (slot !== undefined) model[slot.key] = cast(name, slot, value);
    }
  }
}

function slotOf(name: string, value: unknown): Slot {
  if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(name))
    throw new Error(`"${name}" is no valid name of a DynamicModel's field.`);
  const kind = value instanceof Nullable ? value.kind : kindOf(value);
  return { key: lowerCamel(name), kind, nullable: value instanceof Nullable };
}

function kindOf(value: unknown): Kind {
  if (typeof value === "boolean") return "bool";
  if (typeof value === "number") return Number.isInteger(value) && !Object.is(value, -0) ? "int" : "float";
  if (Array.isArray(value)) return "list";
  return typeof value === "object" && value !== null ? "map" : "string";
}

const zeros: { readonly [kind in Kind]: unknown } = {
  string: "",
  bool: false,
  int: 0,
  float: -0,
  list: [],
  map: {},
};

function initial(slot: Slot, value: unknown): unknown {
  if (slot.nullable) return null;
  if (slot.kind === "map") return new JsonMap(value as Data);
  return slot.kind === "list" ? [...(value as unknown[])] : value;
}

/** A JSON object of a row: read with `get`, changed with `set`. */
export class JsonMap {
  readonly #values: Data;

  constructor(values: Data) {
    this.#values = { ...values };
  }

  get(key: string): unknown {
    return this.#values[key] ?? null;
  }

  set(key: string, value: unknown): void {
    this.#values[key] = value;
  }

  string(): string {
    return JSON.stringify(this.#values);
  }

  toString(): string {
    return this.string();
  }

  toJSON(): Data {
    return this.#values;
  }
}

const goNames: { readonly [kind in Kind]: string } = {
  string: "string",
  bool: "bool",
  int: "int64",
  float: "float64",
  list: "types.JSONArray",
  map: "types.JSONMap",
};

function cast(name: string, slot: Slot, value: unknown): unknown {
  if (value === null || value === undefined) {
    if (slot.nullable) return null;
    if (slot.kind === "list") return [];
    if (slot.kind === "map") return new JsonMap({});
    throw goError(
      `sql: Scan error on column index 0, name "${name}": converting NULL to ${goNames[slot.kind]} is unsupported`,
    );
  }
  switch (slot.kind) {
    case "string":
      return typeof value === "object" ? JSON.stringify(value) : String(value);
    case "bool":
      return value === true || value === 1 || value === "1" || value === "true";
    case "int":
      return asInteger(name, value);
    case "float":
      return Number(value);
    case "list":
      return typeof value === "string" ? (JSON.parse(value) as unknown[]) : value;
    default:
      return new JsonMap((typeof value === "string" ? JSON.parse(value) : value) as Data);
  }
}

function asInteger(name: string, value: unknown): number {
  const number = Number(value);
  if (Number.isInteger(number)) return number;
  throw goError(
    `sql: Scan error on column index 0, name "${name}": converting driver.Value type ${typeof value === "number" ? "float64" : typeof value} ("${String(value)}") to a int64: invalid syntax`,
  );
}

/** Leading capitals lowered, as the reference names things: `HTMLBody` is htmlBody. */
export function lowerCamel(name: string): string {
  const match = /^([A-Z]+)([A-Z][a-z].*)$/.exec(name);
  if (match !== null) return (match[1] ?? "").toLowerCase() + (match[2] ?? "");
  return name.replace(/^[A-Z]+/, (lead) => lead.toLowerCase());
}

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
