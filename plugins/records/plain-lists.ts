import { BadRequest, bind, dialect, raw, type Sql } from "#kernel";
import type { PlainLists } from "../collections/contract.ts";
import { InvalidFilter } from "./errors.ts";
import { nobody } from "./find.ts";
import { readListQuery } from "./list-query.ts";
import { alias } from "./rules/alias.ts";
import { comparison } from "./rules/compare.ts";
import { Emitter, type Formula } from "./rules/emit.ts";
import { callFunction } from "./rules/functions.ts";
import { macros } from "./rules/macros.ts";
import { type Node, type Operand, parseFilter } from "./rules/parser.ts";
import { type Fill, hole } from "./rules/piece.ts";
import { readSort } from "./rules/sort.ts";
import { namedValue, type Sent, sentValue, type Value } from "./rules/value.ts";

type Column = (name: string) => Sql | undefined;

/** The language of filters over tables that hold no records. */
export const plainLists: PlainLists = {
  read(query, column) {
    const { filter, sort, page, perPage, skipTotal } = readListQuery(query);
    const where = filter === "" ? raw("1") : plainWhere(filter, column);
    const keys = readSort(sort).map(({ name, descending }) => {
      const { text, values } = orders[name] ?? columnOf(name, column);
      return bind(`${text} ${descending ? "DESC" : "ASC"}`, values);
    });
    const texts = keys.map(({ text }) => text).join(", ");
    const orderBy =
      keys.length === 0
        ? undefined
        : bind(
            texts,
            keys.flatMap(({ values }) => values),
          );
    return { where, orderBy, page, perPage, skipTotal };
  },
  where: plainWhere,
};

const orders: Readonly<Record<string, Sql>> = {
  "@rowid": raw(dialect.rowOrder()),
  "@random": raw(dialect.randomOrder),
};

function plainWhere(filter: string, column: Column): Sql {
  const { node, literals } = parseFilter(filter);
  const fill: Fill = { literals, info: nobody, now: new Date(), find: () => undefined, isSmall: () => true };
  const scope = { names: new Map([[alias(undefined, undefined, { by: "root" }), ""]]), counter: { next: 0 } };
  const condition = new Emitter("each", () => true).condition(formulaOf(node, fill, column), scope);
  return bind(
    condition.text,
    condition.holes.map((read) => read(fill)),
  );
}

function formulaOf(node: Node, fill: Fill, column: Column): Formula {
  if (node.kind !== "compare") {
    return { kind: node.kind, parts: node.parts.map((part) => formulaOf(part, fill, column)) };
  }
  const value = (operand: Operand): Value => operandValue(operand, fill, column);
  return { kind: "test", test: comparison(value(node.left), node.sign, value(node.right)) };
}

function operandValue(operand: Operand, fill: Fill, column: Column): Value {
  if (operand.kind === "call")
    return callFunction(operand, (argument) => operandValue(argument, fill, column));
  if (operand.kind === "literal") {
    const read = ({ literals }: Fill): Sent => literals[operand.index];
    return sentValue(read(fill), read);
  }
  const macro = macros[operand.name];
  if (macro !== undefined) {
    const read = ({ now }: Fill): Sent => macro(now) as Sent;
    return sentValue(read(fill), read);
  }
  const known = column(operand.name);
  if (known === undefined) return wordOf(operand.name);
  const piece = {
    text: known.text,
    holes: known.values.map((value) => hole(() => value)).flatMap(({ holes }) => holes),
  };
  // A value inside of JSON may be missing, which is not the empty text.
  const strict = operand.name.includes(".") && { strict: true as const };
  return { rows: [], read: () => piece, level: "open", affinity: "text", ...strict };
}

function wordOf(name: string): Value {
  const value = namedValue(name);
  if (value === undefined) throw new InvalidFilter(`unknown field "${name}"`);
  return value;
}

function columnOf(name: string, column: Column): Sql {
  const known = column(name);
  if (known === undefined) throw new BadRequest();
  return known;
}
