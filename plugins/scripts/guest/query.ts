import type { Tagged } from "../bridge/wire.ts";
import { toWire } from "./codec.ts";
import {
  type Condition,
  conditionOf,
  type Params,
  placeholder,
  quoteColumn,
  quoteTable,
  sqlTag,
} from "./dbx.ts";
import { DynamicModel } from "./dynamic-model.ts";
import { goError } from "./errors.ts";
import { call } from "./host.ts";
import { ModelList, modelFrom } from "./models.ts";
import { Record } from "./record.ts";

type Which = "data" | "auxiliary";
type Row = { [column: string]: unknown };

interface Rows {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

/** Where queries of an app begin. */
export class QueryRoot {
  readonly #db: number;
  readonly #which: Which;

  constructor(db: number, which: Which) {
    this.#db = db;
    this.#which = which;
  }

  newQuery(text: string): Query {
    return new Query(this.#db, this.#which, () => text);
  }

  select(...columns: readonly string[]): Query {
    return new Query(this.#db, this.#which).select(...columns);
  }

  insert(table: string, values: Row): Query {
    const names = Object.keys(values).sort();
    const params: Params = {};
    const marks = names.map((name) => placeholder(params, values[name]));
    const columns = names.map(quoteColumn).join(", ");
    const text =
      names.length === 0
        ? `INSERT INTO ${quoteTable(table)} DEFAULT VALUES`
        : `INSERT INTO ${quoteTable(table)} (${columns}) VALUES (${marks.join(", ")})`;
    return this.newQuery(text).bind(params);
  }

  upsert(table: string, values: Row, ...constraints: readonly string[]): Query {
    const insert = this.insert(table, values);
    const sets = Object.keys(values)
      .sort()
      .map((name) => `${quoteColumn(name)}=excluded.${quoteColumn(name)}`);
    const on = constraints.length === 0 ? "" : ` (${constraints.map(quoteColumn).join(", ")})`;
    return this.newQuery(`${insert.sql()} ON CONFLICT${on} DO UPDATE SET ${sets.join(", ")}`).bind(
      insert.params(),
    );
  }

  update(table: string, values: Row, where?: unknown): Query {
    const params: Params = {};
    const sets = Object.keys(values)
      .sort()
      .map((name) => `${quoteColumn(name)}=${placeholder(params, values[name])}`);
    const condition = whereText(where, params);
    return this.newQuery(`UPDATE ${quoteTable(table)} SET ${sets.join(", ")}${condition}`).bind(params);
  }

  delete(table: string, where?: unknown): Query {
    const params: Params = {};
    return this.newQuery(`DELETE FROM ${quoteTable(table)}${whereText(where, params)}`).bind(params);
  }

  createTable(
    table: string,
    columns: { readonly [name: string]: string },
    ...options: readonly string[]
  ): Query {
    const parts = Object.keys(columns)
      .sort()
      .map((name) => `${quoteColumn(name)} ${columns[name]}`);
    return this.newQuery(
      `CREATE TABLE ${quoteTable(table)} (${parts.join(", ")})${options.map((o) => ` ${o}`).join("")}`,
    );
  }

  renameTable(from: string, to: string): Query {
    return this.newQuery(`ALTER TABLE ${quoteTable(from)} RENAME TO ${quoteTable(to)}`);
  }

  dropTable(table: string): Query {
    return this.newQuery(`DROP TABLE ${quoteTable(table)}`);
  }

  truncateTable(table: string): Query {
    return this.newQuery(`DELETE FROM ${quoteTable(table)}`);
  }

  addColumn(table: string, column: string, type: string): Query {
    return this.newQuery(`ALTER TABLE ${quoteTable(table)} ADD ${quoteColumn(column)} ${type}`);
  }

  dropColumn(table: string, column: string): Query {
    return this.newQuery(`ALTER TABLE ${quoteTable(table)} DROP COLUMN ${quoteColumn(column)}`);
  }

  renameColumn(table: string, from: string, to: string): Query {
    return this.newQuery(
      `ALTER TABLE ${quoteTable(table)} RENAME COLUMN ${quoteColumn(from)} TO ${quoteColumn(to)}`,
    );
  }

  createIndex(table: string, name: string, ...columns: readonly string[]): Query {
    return this.#index("INDEX", table, name, columns);
  }

  createUniqueIndex(table: string, name: string, ...columns: readonly string[]): Query {
    return this.#index("UNIQUE INDEX", table, name, columns);
  }

  #index(kind: string, table: string, name: string, columns: readonly string[]): Query {
    const listed = columns.map(quoteColumn).join(", ");
    return this.newQuery(`CREATE ${kind} ${quoteColumn(name)} ON ${quoteTable(table)} (${listed})`);
  }

  dropIndex(_table: string, name: string): Query {
    return this.newQuery(`DROP INDEX ${quoteColumn(name)}`);
  }

  quote(text: string): string {
    return `'${text.replaceAll("'", "''")}'`;
  }

  quoteSimpleTableName(name: string): string {
    return `\`${name}\``;
  }

  quoteSimpleColumnName(name: string): string {
    return name === "*" ? name : `\`${name}\``;
  }
}

function whereText(where: unknown, params: Params): string {
  const text = where === undefined || where === null ? "" : conditionOf(where).build(params);
  return text === "" ? "" : ` WHERE ${text}`;
}

interface Union {
  readonly kind: "UNION" | "UNION ALL";
  readonly query: Query;
}

/** A statement: given as text, or put together from its parts. */
export class Query {
  readonly #db: number;
  readonly #which: Which;
  #text: (() => string) | undefined;
  #params: Params = {};
  #columns: string[] = [];
  #distinct = false;
  #option = "";
  #from: string[] = [];
  #joins: { kind: string; table: string; on: Condition | undefined }[] = [];
  #where: Condition | undefined;
  #having: Condition | undefined;
  #group: string[] = [];
  #order: string[] = [];
  #limit = -1;
  #offset = -1;
  #unions: Union[] = [];
  #pre = "";
  #post = "";
  #collection: string | undefined;

  constructor(db: number, which: Which, text?: () => string) {
    this.#db = db;
    this.#which = which;
    this.#text = text;
  }

  /** Rows are records of this collection from now on. */
  recordsOf(collection: string): this {
    this.#collection = collection;
    return this;
  }

  bind(params: Params): this {
    this.#params = { ...params };
    return this;
  }

  andBind(params: Params): this {
    Object.assign(this.#params, params);
    return this;
  }

  select(...columns: readonly string[]): this {
    this.#columns = [...columns];
    return this;
  }

  andSelect(...columns: readonly string[]): this {
    this.#columns.push(...columns);
    return this;
  }

  distinct(state: boolean): this {
    this.#distinct = state;
    return this;
  }

  selectOption(option: string): this {
    this.#option = option;
    return this;
  }

  from(...tables: readonly string[]): this {
    this.#from = [...tables];
    return this;
  }

  where(condition: unknown): this {
    this.#where = condition === null || condition === undefined ? undefined : conditionOf(condition);
    return this;
  }

  andWhere(condition: unknown): this {
    this.#where = both(this.#where, "AND", condition);
    return this;
  }

  orWhere(condition: unknown): this {
    this.#where = both(this.#where, "OR", condition);
    return this;
  }

  join(kind: string, table: string, on?: unknown): this {
    this.#joins.push({ kind, table, on: on === undefined || on === null ? undefined : conditionOf(on) });
    return this;
  }

  innerJoin(table: string, on?: unknown): this {
    return this.join("INNER JOIN", table, on);
  }

  leftJoin(table: string, on?: unknown): this {
    return this.join("LEFT JOIN", table, on);
  }

  rightJoin(table: string, on?: unknown): this {
    return this.join("RIGHT JOIN", table, on);
  }

  orderBy(...columns: readonly string[]): this {
    this.#order = [...columns];
    return this;
  }

  andOrderBy(...columns: readonly string[]): this {
    this.#order.push(...columns);
    return this;
  }

  groupBy(...columns: readonly string[]): this {
    this.#group = [...columns];
    return this;
  }

  andGroupBy(...columns: readonly string[]): this {
    this.#group.push(...columns);
    return this;
  }

  having(condition: unknown): this {
    this.#having = conditionOf(condition);
    return this;
  }

  andHaving(condition: unknown): this {
    this.#having = both(this.#having, "AND", condition);
    return this;
  }

  orHaving(condition: unknown): this {
    this.#having = both(this.#having, "OR", condition);
    return this;
  }

  union(query: Query): this {
    this.#unions.push({ kind: "UNION", query });
    return this;
  }

  unionAll(query: Query): this {
    this.#unions.push({ kind: "UNION ALL", query });
    return this;
  }

  limit(count: number): this {
    this.#limit = count;
    return this;
  }

  offset(count: number): this {
    this.#offset = count;
    return this;
  }

  preFragment(text: string): this {
    this.#pre = text;
    return this;
  }

  postFragment(text: string): this {
    this.#post = text;
    return this;
  }

  build(): Query {
    const { text, params } = this.#built();
    return new Query(this.#db, this.#which, () => text).bind(params);
  }

  sql(): string {
    return this.#built().text;
  }

  params(): Params {
    return this.#built().params;
  }

  prepare(): this {
    return this;
  }

  close(): void {}

  execute(): { rowsAffected(): number; lastInsertId(): number } {
    const result = call<{ changes: number; lastId: number }>("db.run", this.#db, this.#which, this);
    return { rowsAffected: () => result.changes, lastInsertId: () => result.lastId };
  }

  /** The first row, into a model or record; throws if there is none. */
  one(target?: unknown): void {
    if (this.#collection !== undefined && target instanceof Record) {
      Record.become(target, this.oneRecord() as Record);
      return;
    }
    const [row] = this.#limited(1).#rows();
    if (row === undefined) call("db.noRows");
    else fill(target, row);
  }

  /** Every row, added to a list of models or records. */
  all(target?: unknown): void {
    if (this.#collection !== undefined && !isTyped(target)) {
      add(target, this.allRecords());
      return;
    }
    const model = target instanceof ModelList ? ModelList.modelOf(target) : undefined;
    add(
      target,
      this.#rows().map((row) => modelFrom(model, row)),
    );
  }

  oneRecord(): unknown {
    const [record] = call<unknown[]>("db.records", this.#db, this.#collection, this.#limited(1));
    return record ?? call("db.noRows");
  }

  allRecords(): unknown[] {
    return call<unknown[]>("db.records", this.#db, this.#collection, this);
  }

  row(...targets: readonly unknown[]): unknown {
    const [row] = this.#limited(1).#rows();
    if (row === undefined) return call("db.noRows");
    for (const [i, value] of Object.values(row).entries()) fill(targets[i], { value });
    return row;
  }

  /** The first value of every row. */
  column(target?: unknown): void {
    add(
      target,
      this.#rows().map((row) => Object.values(row)[0]),
    );
  }

  rows(): RowCursor {
    return new RowCursor(call<Rows>("db.rows", this.#db, this.#which, this));
  }

  model(id: unknown, target: unknown): unknown {
    return this.andWhere({ id }).one(target);
  }

  info(): object {
    return { select: this.#columns, from: this.#from, limit: this.#limit, offset: this.#offset };
  }

  [toWire](encode: (inner: unknown) => unknown): Tagged {
    const { text, params } = this.#built();
    return sqlTag(text, params, encode);
  }

  #limited(count: number): Query {
    return this.#text === undefined && this.#limit < 0 ? this.limit(count) : this;
  }

  #rows(): Row[] {
    const { columns, rows } = call<Rows>("db.rows", this.#db, this.#which, this);
    return rows.map((row) => Object.fromEntries(columns.map((column, i) => [column, row[i]])));
  }

  #built(): { readonly text: string; readonly params: Params } {
    if (this.#text !== undefined) return { text: this.#text(), params: this.#params };
    const params: Params = { ...this.#params };
    const parts = [this.#pre, this.#selectText(), this.#fromText(params)];
    if (this.#where !== undefined) parts.push(prefixed("WHERE ", this.#where.build(params)));
    if (this.#group.length > 0) parts.push(`GROUP BY ${this.#group.map(quoteColumn).join(", ")}`);
    if (this.#having !== undefined) parts.push(prefixed("HAVING ", this.#having.build(params)));
    for (const { kind, query } of this.#unions) parts.push(`${kind} (${query.#renamed(params)})`);
    if (this.#order.length > 0) parts.push(`ORDER BY ${this.#order.map(ordering).join(", ")}`);
    if (this.#limit >= 0 || this.#offset > 0) parts.push(`LIMIT ${this.#limit}`);
    if (this.#offset > 0) parts.push(`OFFSET ${this.#offset}`);
    parts.push(this.#post);
    return { text: parts.filter((part) => part !== "").join(" "), params };
  }

  // Generated names count on, so those of a union do not meet those of the query it is part of.
  #renamed(params: Params): string {
    const { text, params: own } = this.#built();
    Object.assign(params, own);
    return text;
  }

  #selectText(): string {
    const columns = this.#columns.length === 0 ? "*" : this.#columns.map(quoteColumn).join(", ");
    return ["SELECT", this.#distinct ? "DISTINCT" : "", this.#option, columns]
      .filter((p) => p !== "")
      .join(" ");
  }

  #fromText(params: Params): string {
    const from = this.#from.length === 0 ? "" : `FROM ${this.#from.map(quoteTable).join(", ")}`;
    const joins = this.#joins.map(
      ({ kind, table, on }) => `${kind} ${quoteTable(table)}${prefixed(" ON ", on?.build(params) ?? "")}`,
    );
    return [from, ...joins].join(" ").trim();
  }
}

/** Walks over rows one by one. */
class RowCursor {
  readonly #rows: Rows;
  #at = -1;

  constructor(rows: Rows) {
    this.#rows = rows;
  }

  next(): boolean {
    return ++this.#at < this.#rows.rows.length;
  }

  columns(): readonly string[] {
    return this.#rows.columns;
  }

  scanMap(target: Row): void {
    const row = this.#rows.rows[this.#at] ?? [];
    for (const [i, column] of this.#rows.columns.entries()) target[column] = row[i];
  }

  scanStruct(target: unknown): void {
    const row: Row = {};
    this.scanMap(row);
    fill(target, row);
  }

  err(): null {
    return null;
  }

  close(): void {}
}

function both(known: Condition | undefined, word: "AND" | "OR", added: unknown): Condition {
  const condition = conditionOf(added);
  if (known === undefined) return condition;
  return {
    build(params) {
      const parts = [known.build(params), condition.build(params)].filter((part) => part !== "");
      return parts.length < 2 ? (parts[0] ?? "") : parts.map((part) => `(${part})`).join(` ${word} `);
    },
  };
}

function fill(target: unknown, row: Row): void {
  if (target instanceof DynamicModel) DynamicModel.fill(target, row);
  else if (typeof target === "object" && target !== null) Object.assign(target, row);
}

function add(target: unknown, values: readonly unknown[]): void {
  if (!Array.isArray(target)) throw goError("Invalid variable type: must be a pointer");
  for (const value of values) target.push(value);
}

function isTyped(target: unknown): boolean {
  return target instanceof ModelList && ModelList.modelOf(target) instanceof DynamicModel;
}

function prefixed(prefix: string, text: string): string {
  return text === "" ? "" : prefix + text;
}

function ordering(text: string): string {
  const match = /^(.*?)\s+(asc|desc)$/i.exec(text.trim());
  return match === null ? quoteColumn(text) : `${quoteColumn(match[1] ?? "")} ${match[2]}`;
}
