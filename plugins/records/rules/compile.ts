import { bind, dialect, name as quoted, type Sql } from "#kernel";
import type { Collection } from "../../collections/contract.ts";
import type { RequestInfo } from "../contract.ts";
import { InvalidFilter, InvalidSort } from "../errors.ts";
import { type Alias, alias, type Scope } from "./alias.ts";
import { comparison } from "./compare.ts";
import { Emitter, type Formula, SharedSets, type Strategy } from "./emit.ts";
import { type Filter, type Node, parseFilter } from "./parser.ts";
import { type Fill, joined, type Piece, piece, plain } from "./piece.ts";
import { type Assumption, type Author, Resolver } from "./resolve.ts";
import { readSort } from "./sort.ts";
import type { Value } from "./value.ts";

/** What is asked of a collection's rows. */
export interface Question {
  readonly collection: Collection;
  /** A rule of a collection; "" for none. */
  readonly rule?: string;
  readonly filter?: string;
  /** `-created,title`. */
  readonly sort?: string;
  /** Who wrote filter and sort. */
  readonly author: Author;
  /** For a page of a list: how many there are in all is asked along with it. */
  readonly strategy: Strategy | "list";
  /** The name under which the rows stand in the statement, if not the collection's own. */
  readonly row?: string;
}

export interface Around {
  find(nameOrId: string): Collection | undefined;
  /** Whether a collection has so few records that all of them are looked at quickly; all have if not given. */
  isSmall?(collection: Collection): boolean;
  readonly info: RequestInfo;
}

export interface Answer {
  /** The same object for as long as the texts are the same: what is made of them can be kept by it. */
  readonly shape: object;
  /** Undefined if every row is meant; its text is `0` if none is. */
  readonly where: Sql | undefined;
  readonly order: Sql | undefined;
  /** What goes before a list's statement, for `where` and `all` may name it. */
  readonly lead: Sql | undefined;
  /** The condition of a list, for the statement that visits all its rows. */
  readonly all: Sql | undefined;
}

interface Template {
  readonly where: Piece | undefined;
  readonly order: Piece | undefined;
  readonly lead: Piece | undefined;
  readonly all: Piece | undefined;
  readonly assumptions: readonly Assumption[];
}

const keptShapes = 500;
const keptVariants = 16;
const kept = new WeakMap<Collection, Map<string, Template[]>>();

/** A question as SQL with its values. What was compiled is kept by the shape of the question. Throws InvalidFilter. */
export function compile(question: Question, around: Around): Answer {
  const filter = question.filter ? parseFilter(question.filter) : undefined;
  const { info, find, isSmall = everyoneIs } = around;
  const fill: Fill = { literals: filter?.literals ?? [], info, now: new Date(), find, isSmall };
  const template = findTemplate(question, filter, fill) ?? keep(question, filter, fill);
  const { where, order, lead, all } = template;
  return {
    shape: template,
    where: filled(where, fill),
    order: filled(order, fill),
    lead: filled(lead, fill),
    all: filled(all, fill),
  };
}

function everyoneIs(): boolean {
  return true;
}

function filled(made: Piece | undefined, fill: Fill): Sql | undefined {
  return (
    made &&
    bind(
      made.text,
      made.holes.map((read) => read(fill)),
    )
  );
}

function shapeOf(question: Question, filter: Filter | undefined): string {
  const { rule = "", sort = "", author, strategy, row = "" } = question;
  return `${strategy} ${author} ${row}\0${sort}\0${filter?.shape ?? ""}\0${rule}`;
}

function findTemplate(question: Question, filter: Filter | undefined, fill: Fill): Template | undefined {
  const variants = kept.get(question.collection)?.get(shapeOf(question, filter));
  return variants?.find(({ assumptions }) => assumptions.every(({ ask, answer }) => ask(fill) === answer));
}

function keep(question: Question, filter: Filter | undefined, fill: Fill): Template {
  const template = build(question, filter, fill);
  const shapes = kept.get(question.collection) ?? new Map<string, Template[]>();
  kept.set(question.collection, shapes);
  if (shapes.size >= keptShapes) shapes.delete(shapes.keys().next().value as string);
  const shape = shapeOf(question, filter);
  shapes.set(shape, [template, ...(shapes.get(shape) ?? [])].slice(0, keptVariants));
  return template;
}

function build(question: Question, filter: Filter | undefined, sample: Fill): Template {
  const { collection, author, rule = "", sort = "" } = question;
  const assumptions: Assumption[] = [];
  const guards = new Map<Alias, Formula>();
  const reached = (row: Alias, by: Author): void => {
    if (by === "client" && !guards.has(row)) guards.set(row, guardOf(row));
  };
  const setting = { sample, assumptions, reached };
  const guardOf = (row: Alias): Formula => {
    const { listRule = null, name = "" } = row.collection ?? {};
    if (listRule === null) throw new InvalidFilter(`"${name}" is not filterable`);
    if (listRule === "") return nothing;
    const own = parseFilter(listRule);
    return {
      kind: "guard",
      row,
      rule: formulaOf(own.node, new Resolver(row, setting), "server", own.literals),
    };
  };

  const root = alias(undefined, collection, { by: "root" });
  const resolver = new Resolver(root, setting);
  const parts: Formula[] = [];
  if (rule !== "") {
    const own = parseFilter(rule);
    parts.push(formulaOf(own.node, resolver, "server", own.literals));
  }
  if (filter !== undefined) parts.push(formulaOf(filter.node, resolver, author));
  const keys = readSort(sort).map((key) => ({ key, value: orderOf(key.name, resolver, author, collection) }));
  parts.push(...[...guards.values()].filter((guard) => guard !== nothing));

  const rowName = question.row ?? quoted(collection.name).text;
  const scope: Scope = { names: new Map([[root, rowName]]), counter: { next: 0 } };
  const isSmall = (asked: Collection): boolean => {
    const answer = sample.isSmall(asked);
    assumptions.push({ ask: (fill) => fill.isSmall(asked), answer });
    return answer;
  };
  const { strategy } = question;
  const sets = strategy === "list" ? new SharedSets() : undefined;
  const formula: Formula = { kind: "and", parts };
  const emit = (how: Strategy): Piece | undefined => {
    // Rows are counted anew, for the same set to have the same text.
    const condition = new Emitter(how, isSmall, sets).condition(formula, { ...scope, counter: { next: 0 } });
    return condition.text === "1" ? undefined : condition;
  };
  // Without a sort the page is full after few rows; with one, all that match are looked at first.
  const where = emit(strategy !== "list" ? strategy : sort === "" ? "page" : "set");
  const all = strategy === "list" ? emit("set") : undefined;
  const order = keys.map(({ key, value }) => {
    return piece`${value(scope, rowName)} ${key.descending ? "DESC" : "ASC"}`;
  });

  return {
    where,
    order: order.length === 0 ? undefined : joined(order, ", "),
    lead: sets?.lead(),
    all,
    assumptions,
  };
}

const nothing: Formula = { kind: "and", parts: [] };

function formulaOf(
  node: Node,
  resolver: Resolver,
  author: Author,
  literals?: readonly (string | number)[],
): Formula {
  if (node.kind !== "compare") {
    return { kind: node.kind, parts: node.parts.map((part) => formulaOf(part, resolver, author, literals)) };
  }
  const left = operandOf(node, "left", resolver, author, literals);
  const right = operandOf(node, "right", resolver, author, literals);
  return { kind: "test", test: comparison(left, node.sign, right, resolver.root) };
}

function operandOf(
  node: Extract<Node, { kind: "compare" }>,
  side: "left" | "right",
  resolver: Resolver,
  author: Author,
  literals: readonly (string | number)[] | undefined,
): Value {
  const operand = node[side];
  try {
    return resolver.operand(operand, author, literals);
  } catch (error) {
    if (!(error instanceof InvalidFilter) || operand.kind === "literal") throw error;
    throw new InvalidFilter(`invalid ${side} operand "${operand.name}" - ${error.reason}`);
  }
}

function orderOf(
  name: string,
  resolver: Resolver,
  author: Author,
  collection: Collection,
): (scope: Scope, rowName: string) => Piece {
  if (name === "@random") return () => plain(dialect.randomOrder);
  if (name === "@rowid") {
    if (collection.isView) throw new InvalidFilter("views have no @rowid");
    return (_, rowName) => plain(dialect.rowOrder(rowName));
  }
  const value = sortedBy(name, resolver, author);
  if (value.rows.length === 0) throw new InvalidSort(name); // the same for all
  return (scope) => value.read(scope);
}

function sortedBy(name: string, resolver: Resolver, author: Author): Value {
  try {
    return resolver.path(name, author);
  } catch (error) {
    throw error instanceof InvalidFilter ? new InvalidSort(name) : error;
  }
}
