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
  if (format === undefined) throw misused("strftime", "expected at least 1 arguments, got 0");
  if (args.length > 10) throw misused("strftime", `too many arguments (max allowed 10, got ${args.length})`);
  if (!isText(format, resolve)) throw misused("strftime", "expects the first argument to be a format string");
  if (time?.kind === "call")
    throw misused("strftime", "expects the second argument to be of a valid time-value type");
  const values = [resolve(format)];
  if (time !== undefined) values.push(resolved("strftime", "time-value argument", time, resolve));
  for (const [i, change] of changes.entries()) {
    if (!isText(change, resolve))
      throw misused("strftime", `invalid modifier argument ${i} - can be only string`);
    values.push(resolve(change));
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

function isText(argument: Operand, resolve: (argument: Operand) => Value): boolean {
  return argument.kind === "literal" && resolve(argument).float === undefined;
}

function misused(name: string, reason: string): InvalidFilter {
  return new InvalidFilter(`[${name}] ${reason}`);
}

function resolved(
  name: string,
  place: string,
  argument: Operand,
  resolve: (argument: Operand) => Value,
): Value {
  try {
    return resolve(argument);
  } catch (error) {
    if (!(error instanceof InvalidFilter)) throw error;
    throw misused(name, `failed to resolve ${place}: ${error.reason}`);
  }
}

function callOf(args: readonly ReturnType<Read>[]): ReturnType<Read> {
  const list = joined(args, ",");
  return { text: dialect.formatTime([list.text]), holes: list.holes };
}

function distance(args: readonly Operand[], resolve: (argument: Operand) => Value): Value {
  if (args.length !== 4) throw misused("geoDistance", `expected 4 arguments, got ${args.length}`);
  const values = args.map((argument, i) => {
    const fits = argument.kind === "name" || (argument.kind === "literal" && !isText(argument, resolve));
    if (!fits) throw misused("geoDistance", `argument ${i} must be an identifier or number`);
    return resolved("geoDistance", `argument ${i}`, argument, resolve);
  });
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
