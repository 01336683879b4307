import { toDate } from "./dates.ts";
import type { Field, OptionKind } from "./field.ts";
import { fieldType } from "./field-types.ts";
import { InvalidData } from "./invalid-data.ts";

const common: Readonly<Record<string, OptionKind>> = {
  hidden: "flag",
  id: "text",
  name: "text",
  presentable: "flag",
  system: "flag",
};
const notOfAutodate: Readonly<Record<string, OptionKind>> = { help: "text", required: "flag" };

/** Reads a field from JSON: what is missing gets its default, what is unknown is left out, a wrong type is InvalidData. */
export function readField(given: unknown): Field {
  if (typeof given !== "object" || given === null) throw new InvalidData("a field must be an object");
  const data = given as Readonly<Record<string, unknown>>;
  const options = optionsOf(data);
  const field: Record<string, unknown> = {};
  for (const key of [...Object.keys(options), "type"].sort()) {
    field[key] = key === "type" ? data.type : readOption(options[key] as OptionKind, data[key], key);
  }
  return field as unknown as Field; // the common options are all there now
}

/** The field with some of its options set anew. */
export function withOptions(field: Field, options: Readonly<Record<string, unknown>>): Field {
  return readField({ ...field, ...options });
}

function optionsOf(data: Readonly<Record<string, unknown>>): Readonly<Record<string, OptionKind>> {
  const type = typeof data.type === "string" ? fieldType(data.type) : undefined;
  if (type === undefined) throw new InvalidData(`missing or unknown field type in ${JSON.stringify(data)}`);
  return type.name === "autodate"
    ? { ...common, ...type.options }
    : { ...common, ...notOfAutodate, ...type.options };
}

const zeros: Readonly<Record<OptionKind, unknown>> = {
  integer: 0,
  number: null,
  flag: false,
  text: "",
  list: null,
  date: "",
};

const isOfKind: Readonly<Record<OptionKind, (value: unknown) => boolean>> = {
  integer: Number.isInteger,
  number: (value) => typeof value === "number",
  flag: (value) => typeof value === "boolean",
  text: (value) => typeof value === "string",
  list: (value) => Array.isArray(value) && value.every((item) => typeof item === "string"),
  date: (value) => typeof value !== "number",
};

function readOption(kind: OptionKind, value: unknown, key: string): unknown {
  if (value === undefined || value === null) return zeros[kind];
  if (!isOfKind[kind](value)) throw new InvalidData(`option "${key}" must be of kind ${kind}`);
  return kind === "date" ? toDate(value) : value;
}
