import { dialect } from "#kernel";
import { InvalidFilter } from "../errors.ts";
import { type Alias, lineage, type Read } from "./alias.ts";
import { macros } from "./macros.ts";
import type { Operand } from "./parser.ts";
import { joined, plain } from "./piece.ts";
import type { Value } from "./value.ts";

type Call = Extract<Operand, { kind: "call" }>;

/** The functions filters may call, each telling what it accepts. */
export function callFunction(call: Call, resolve: (argument: Operand) => Value): Value {
  if (call.name === "strftime") return formattedTime(call.args, resolve);
  if (call.name === "geoDistance") return distance(call.args, resolve);
  throw new InvalidFilter(`unknown function "${call.name}"`);
}

function formattedTime(args: readonly Operand[], resolve: (argument: Operand) => Value): Value {
  const [format, time, ...changes] = args;
  if (format === undefined || args.length > 10) throw new InvalidFilter("strftime() takes 1 to 10 arguments");
  if (time?.kind === "call") throw new InvalidFilter("strftime() takes no functions");
  const values = args.map(resolve);
  const texts = [format, ...changes];
  if (!texts.every((argument) => argument.kind === "literal" && isText(values[args.indexOf(argument)]))) {
    throw new InvalidFilter("strftime() takes its format and modifiers as text");
  }
  const read: Read = (scope) => callOf(values.map((value) => value.read(scope)));
  const pattern: Read = (scope) => callOf(values.map((value) => (value.pattern ?? value.read)(scope)));
  const rows = values.flatMap((value) => value.rows);
  const isLoose = time?.kind === "name" && !(time.name in macros) && !isMany(rows);
  return {
    rows,
    read,
    pattern,
    level: "open",
    affinity: "none",
    fallback: true,
    ...(isLoose && { loose: values[1]?.strict ? "missing" : "ignored" }),
  };
}

function isText(value: Value | undefined): boolean {
  return value !== undefined && value.float === undefined;
}

function callOf(args: readonly ReturnType<Read>[]): ReturnType<Read> {
  const list = joined(args, ",");
  return { text: dialect.formatTime([list.text]), holes: list.holes };
}

function distance(args: readonly Operand[], resolve: (argument: Operand) => Value): Value {
  if (args.length !== 4) throw new InvalidFilter(`[geoDistance] expected 4 arguments, got ${args.length}`);
  const values = args.map(resolve);
  const fits = args.every((argument, i) => argument.kind === "name" || values[i]?.float === true);
  if (!fits) throw new InvalidFilter("geoDistance() takes four numbers or fields");
  const rows = values.flatMap((value) => value.rows);
  const read: Read = (scope) => {
    const parts = values.map((value) => value.read(scope));
    const [lonA, latA, lonB, latB] = parts.map(({ text }) => text) as [string, string, string, string];
    const [a, b, c, d] = parts.map(({ holes }) => holes) as [[], [], [], []];
    // The order in which dialect.distance() names its arguments.
    return { ...plain(dialect.distance(lonA, latA, lonB, latB)), holes: [b, d, c, a, b, d].flat() };
  };
  return { rows, read, level: "open", affinity: "none", some: true };
}

function isMany(rows: readonly Alias[]): boolean {
  return rows.some((row) => lineage(row).some(({ many }) => many));
}
