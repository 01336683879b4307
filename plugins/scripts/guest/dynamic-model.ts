import { decodeUtf8 } from "./bytes.ts";
import { goError } from "./errors.ts";
import { inAnswers, jsonValue } from "./json.ts";
import { JsonList } from "./json-list.ts";

type Kind = "string" | "bool" | "int" | "float" | "list" | "map";
type Data = { [key: string]: unknown };

/** Stands for "may be NULL" in the shape of a DynamicModel. */
class Nullable {
  readonly kind: Kind;

  constructor(kind: Kind) {
    this.kind = kind;
  }

  toJSON(): unknown {
    return zeros[this.kind];
  }

  toString(): string {
    const zero = zeros[this.kind];
    return typeof zero === "object" ? JSON.stringify(zero) : String(zero);
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
    const names = Object.keys(shape).sort();
    const slots = names.map((name): [string, Slot] => [name, slotOf(name, shape[name])]);
    if (slots.length === 0) throw new Error("The shape of a DynamicModel must have at least one key.");
    this.#slots = new Map(slots);
    for (const [name, slot] of slots) this[slot.key] = initial(slot, shape[name]);
  }

  /** In answers the names are those of the shape; in the script they begin in lower case. */
  [inAnswers](): unknown {
    const named = [...this.#slots].map(([name, { key }]) => [name, jsonValue(this[key])]);
    return Object.fromEntries(named) as unknown;
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
  return slot.kind === "list" ? JsonList.of(...(value as unknown[])) : value;
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
    if (slot.kind === "list") return new JsonList();
    if (slot.kind === "map") return new JsonMap({});
    throw scanError(
      name,
      slot.kind === "bool"
        ? "sql/driver: couldn't convert <nil> (<nil>) into type bool"
        : `converting NULL to ${goNames[slot.kind]} is unsupported`,
    );
  }
  switch (slot.kind) {
    case "string":
      if (value instanceof Uint8Array) return decodeUtf8(value);
      return typeof value === "object" ? JSON.stringify(value) : String(value);
    case "bool":
      return asBool(name, value);
    case "int":
      return asInteger(name, value);
    case "float":
      return Number(value);
    case "list":
      return JsonList.of(...((typeof value === "string" ? JSON.parse(value) : value) as unknown[]));
    default:
      return new JsonMap((typeof value === "string" ? JSON.parse(value) : value) as Data);
  }
}

function asInteger(name: string, value: unknown): number {
  const number = Number(value);
  if (Number.isInteger(number)) return number;
  const type = typeof value === "number" ? "float64" : typeof value;
  throw scanError(
    name,
    `converting driver.Value type ${type} ("${String(value)}") to a int64: invalid syntax`,
  );
}

const truths = new Set<unknown>([true, 1, "1", "t", "T", "true", "TRUE", "True"]);
const untruths = new Set<unknown>([false, 0, "0", "f", "F", "false", "FALSE", "False"]);

function asBool(name: string, value: unknown): boolean {
  if (truths.has(value)) return true;
  if (untruths.has(value)) return false;
  throw scanError(name, `sql/driver: couldn't convert ${String(value)} into type bool`);
}

function scanError(name: string, reason: string): Error {
  return goError(`sql: Scan error on column index 0, name "${name}": ${reason}`);
}

/** Leading capitals lowered, as the reference names things: `HTMLBody` is htmlBody. */
export function lowerCamel(name: string): string {
  const match = /^([A-Z]+)([A-Z][a-z].*)$/.exec(name);
  if (match !== null) return (match[1] ?? "").toLowerCase() + (match[2] ?? "");
  return name.replace(/^[A-Z]+/, (lead) => lead.toLowerCase());
}
