import { dialect, name as quoted } from "#kernel";
import type { Collection } from "../../collections/contract.ts";
import {
  type Alias,
  column,
  isIndexed,
  lineage,
  type Read,
  type Scope,
  source,
  withName,
  withoutName,
} from "./alias.ts";
import {
  type Comparison,
  comparisonSql,
  exceptionTo,
  isDecided,
  manyRowsOf,
  type Outcome,
  outcomeWithout,
} from "./compare.ts";
import { joined, type Piece, piece, plain, wrap } from "./piece.ts";

/** A filter, resolved. Without NOT: where a part is NULL or false makes no difference. */
export type Formula =
  | { readonly kind: "and"; readonly parts: readonly Formula[] }
  | { readonly kind: "or"; readonly parts: readonly Formula[] }
  | { readonly kind: "test"; readonly test: Comparison }
  /** The row is missing, or meets a rule of its own collection. */
  | { readonly kind: "guard"; readonly row: Alias; readonly rule: Formula };

/**
 * How rows of other collections are looked up: for `each` row of the root in turn, which is best where few rows are visited;
 * as a `set` worked out once, which is best where all are; or for a `page`, as sets of small collections only.
 */
export type Strategy = "each" | "set" | "page";

type Part = Exclude<Formula, { kind: "and" | "or" }>;

/**
 * Formula → SQL condition. The meaning is that of a SELECT DISTINCT over LEFT JOINs of all rows the formula speaks of:
 * a row of the root is in if the formula holds for some choice of the others, a missing row being all NULL.
 */
export class Emitter {
  readonly #strategy: Strategy;
  readonly #isSmall: (collection: Collection) => boolean;
  readonly #sets: SharedSets | undefined;

  /** With `sets`, what is worked out once goes there and is named here, so that several conditions can share it. */
  constructor(strategy: Strategy, isSmall: (collection: Collection) => boolean, sets?: SharedSets) {
    this.#strategy = strategy;
    this.#isSmall = isSmall;
    this.#sets = sets;
  }

  condition(formula: Formula, scope: Scope): Piece {
    if (formula.kind === "or") {
      // There is a choice for one of them or for the other.
      return oneOf(formula.parts.map((part) => this.condition(part, scope)));
    }
    if (formula.kind === "and") return this.#all(flattened(formula.parts), scope);
    return this.#part(formula, scope);
  }

  /** Conjuncts that speak of the same rows must hold for the same choice; others are independent. */
  #all(parts: readonly Formula[], scope: Scope): Piece {
    const groups = grouped(parts, (part) => openRows(part, scope));
    const pieces = groups.map((group) => {
      const [only] = group;
      if (group.length === 1 && only !== undefined) return this.condition(only, scope);
      return this.#some({ kind: "and", parts: group }, openRows({ kind: "and", parts: group }, scope), scope);
    });
    return allOf(pieces);
  }

  #part(part: Part, scope: Scope): Piece {
    const isEvery = part.kind === "test" && part.test.all;
    // Where its rows are chosen already, "all of them" is no longer a property of what hangs on one.
    const isChosen = isEvery && manyRowsIn(part.test).some((row) => scope.names.has(row));
    const step = isChosen ? undefined : this.#firstStep(part, scope);
    const hoisted = step && this.#hoisted(part, step, scope);
    if (hoisted !== undefined) return hoisted;
    if (isEvery) return this.#every(part.test, scope);
    const open = openRows(part, scope);
    if (open.length > 0) return this.#some(part, open, scope);
    return part.kind === "test" ? comparisonSql(part.test, scope) : this.#guard(part, scope);
  }

  /** No choice makes the comparison false, and some makes it true. */
  #every(test: Comparison, scope: Scope): Piece {
    const left = manyRowsOf(test.left, test);
    const right = manyRowsOf(test.right, test);
    const outside = withoutName(scope, new Set([...left, ...right]));
    const opposite = exceptionTo(test);
    const isPair = left.some((row) => right.includes(row));
    const exception = isPair
      ? this.#somePair(opposite, left, right, outside)
      : this.condition({ kind: "test", test: opposite }, outside);
    const none = piece`NOT ${enclosed(exception)}`;
    if (isDecided(test)) return none;
    const some = this.condition({ kind: "test", test: { ...test, all: false } }, scope);
    return piece`(${some} AND ${none})`;
  }

  /** Both sides speak of the same rows: each side chooses for itself. */
  #somePair(test: Comparison, left: readonly Alias[], right: readonly Alias[], scope: Scope): Piece {
    const ofLeft = withName(scope, ...left);
    const ofRight = withName(scope, ...right);
    const tables = [
      ...left.map((row) => source(row, ofLeft)),
      ...right.map((row) => source(row, ofRight)),
    ].map(({ table, on }) => piece` LEFT JOIN ${table} ON ${on}`);
    return piece`EXISTS (SELECT 1 FROM (SELECT 1)${joined(tables, "")} WHERE ${comparisonSql(test, ofLeft, ofRight)})`;
  }

  /** Some choice of the open rows makes the formula true. */
  #some(formula: Formula, open: readonly Alias[], scope: Scope): Piece {
    const inner = withName(scope, ...open);
    const canMiss = open.filter((row) => mayHoldWithout(formula, row));
    const tables = open.map((row, i) => {
      const { table, on } = source(row, inner);
      if (i === 0 && !canMiss.includes(row)) return { from: table, where: on };
      const join = canMiss.includes(row) ? "LEFT JOIN" : "JOIN";
      const lead = i === 0 ? "(SELECT 1) " : "";
      return { from: piece`${lead}${join} ${table} ON ${on}`, where: plain("1") };
    });
    const where = allOf([...tables.map((table) => table.where), this.condition(formula, inner)]);
    const froms = tables.map((table) => table.from);
    return piece`EXISTS (SELECT 1 FROM ${joined(froms, " ")} WHERE ${where})`;
  }

  #guard({ row, rule }: Extract<Part, { kind: "guard" }>, scope: Scope): Piece {
    const known = scope.names.get(row);
    if (known !== undefined) return piece`(${known}.\`id\` IS NULL OR ${this.condition(rule, scope)})`;
    const inner = withName(scope, row);
    const { table, on } = source(row, inner);
    const fails = piece`${enclosed(this.condition(rule, inner))} IS NOT TRUE`;
    return piece`NOT EXISTS (SELECT 1 FROM ${table} WHERE ${on} AND ${fails})`;
  }

  // —— sets ———————————————————————————————————————————————————————————————————————————————————————————————

  /** The row all of a part hangs on, if it hangs on one alone: the part then is a property of that row. */
  #firstStep(part: Part, scope: Scope): Alias | undefined {
    const ends = endsOf(part);
    if (ends.length === 0) return undefined;
    const steps = ends.map((row) => lineage(row).findLast((one) => !scope.names.has(one)));
    const [first] = steps;
    if (first === undefined || !steps.every((step) => step === first)) return undefined;
    return first.parent !== undefined && scope.names.has(first.parent) ? first : undefined;
  }

  /** The part as membership in a set of keys, where that is possible and worth it. */
  #hoisted(part: Part, step: Alias, scope: Scope): Piece | undefined {
    const { reach, collection } = step;
    if (collection === undefined || (reach.by !== "id" && reach.by !== "field")) return undefined;
    const needsScan = collection.isView || (reach.by === "field" && !isIndexed(collection, reach.field));
    if (!needsScan && !this.#prefersSet(collection)) return undefined;
    const isEvery = part.kind === "test" && part.test.all;
    if (reach.by === "field" && isEvery) return undefined; // every() asks for one set each

    const inner = withName(scope, step);
    const me = inner.names.get(step) as string;
    const key = reach.by === "id" ? "id" : reach.field;
    const of: Read = reach.by === "id" ? reach.key : (at) => column(step.parent as Alias, "id", at);
    const table = `${quoted(collection.name).text} ${me}`;
    const known = collection.isView ? `${me}.${quoted(key).text} IS NOT NULL AND ` : "";
    const members = (condition: Piece): Piece => {
      const select = piece`SELECT ${me}.${quoted(key).text} AS member FROM ${table} WHERE ${known}${condition}`;
      return this.#sets?.share(select) ?? piece`(${select})`;
    };

    const without = outcome(part, step);
    if (without === "unknown") return undefined;
    const holds = this.condition(part.kind === "guard" && part.row === step ? part.rule : part, inner);
    if (without !== "true") return piece`${of(scope)} IN ${members(holds)}`;
    if (reach.by === "field") {
      const some = piece`${of(scope)} IN ${members(holds)}`;
      return piece`(${some} OR ${of(scope)} NOT IN ${members(plain("1"))})`;
    }
    const fails = members(piece`${enclosed(holds)} IS NOT TRUE`);
    return piece`COALESCE(${of(scope)}, '') NOT IN ${fails}`;
  }

  #prefersSet(collection: Collection): boolean {
    if (this.#strategy === "page") return this.#isSmall(collection);
    return this.#strategy === "set";
  }
}

/** Sets that stand before a statement, under names of their own. */
export class SharedSets {
  readonly #selects: Piece[] = [];

  share(select: Piece): Piece {
    const known = this.#selects.findIndex((other) => isSame(other, select));
    const place = known === -1 ? this.#selects.push(select) : known + 1;
    return plain(`(SELECT member FROM \`__set${place}\`)`);
  }

  /** What goes before the statement; undefined if there are none. */
  lead(): Piece | undefined {
    if (this.#selects.length === 0) return undefined;
    const named = this.#selects.map((select, i) =>
      wrap(select, (text) => dialect.workedOutOnce(`\`__set${i + 1}\``, text)),
    );
    return piece`WITH ${joined(named, ", ")} `;
  }
}

function isSame(a: Piece, b: Piece): boolean {
  return a.text === b.text && a.holes.every((hole, i) => hole === b.holes[i]);
}

/** Without what is surely true; what is surely false decides alone. */
function allOf(pieces: readonly Piece[]): Piece {
  if (pieces.some(({ text }) => text === "0")) return plain("0");
  const open = pieces.filter(({ text }) => text !== "1");
  if (open.length === 0) return plain("1");
  return open.length === 1 ? (open[0] as Piece) : piece`(${joined(open, " AND ")})`;
}

function oneOf(pieces: readonly Piece[]): Piece {
  if (pieces.some(({ text }) => text === "1")) return plain("1");
  const open = pieces.filter(({ text }) => text !== "0");
  if (open.length === 0) return plain("0");
  return open.length === 1 ? (open[0] as Piece) : piece`(${joined(open, " OR ")})`;
}

function enclosed(condition: Piece): Piece {
  return piece`(${condition})`;
}

function flattened(parts: readonly Formula[]): readonly Formula[] {
  return parts.flatMap((part) => (part.kind === "and" ? flattened(part.parts) : [part]));
}

/** Parts put together that share a row, directly or through others. */
function grouped(parts: readonly Formula[], rowsOf: (part: Formula) => readonly Alias[]): Formula[][] {
  const groups: { readonly rows: Set<Alias>; readonly parts: Formula[] }[] = [];
  for (const part of parts) {
    const group = { rows: new Set(rowsOf(part)), parts: [part] };
    for (const other of groups.filter((one) => [...one.rows].some((row) => group.rows.has(row)))) {
      groups.splice(groups.indexOf(other), 1);
      for (const row of other.rows) group.rows.add(row);
      group.parts.unshift(...other.parts);
    }
    groups.push(group);
  }
  return groups.map((group) => group.parts);
}

/** The last rows of the paths a formula names. */
function endsOf(formula: Formula): readonly Alias[] {
  if (formula.kind === "guard") return [formula.row];
  if (formula.kind !== "test") return formula.parts.flatMap(endsOf);
  const { left, right } = formula.test;
  return [...left.rows, ...right.rows];
}

/** The rows of which there may be several and none is chosen yet, parents first. */
function openRows(formula: Formula, scope: Scope): readonly Alias[] {
  const rows = new Set<Alias>();
  for (const end of endsOf(formula)) {
    for (const row of lineage(end).toReversed()) if (row.many && !scope.names.has(row)) rows.add(row);
  }
  return [...rows];
}

function manyRowsIn(test: Comparison): readonly Alias[] {
  return [...manyRowsOf(test.left, test), ...manyRowsOf(test.right, test)];
}

function mayHoldWithout(formula: Formula, row: Alias): boolean {
  if (formula.kind === "or") return formula.parts.some((part) => mayHoldWithout(part, row));
  if (formula.kind === "and") return formula.parts.every((part) => mayHoldWithout(part, row));
  if (!endsOf(formula).some((end) => lineage(end).includes(row))) return true;
  const found = outcome(formula, row);
  return found === "true" || found === "unknown";
}

function outcome(part: Part, row: Alias): Outcome {
  return part.kind === "guard" ? "true" : outcomeWithout(part.test, row);
}
