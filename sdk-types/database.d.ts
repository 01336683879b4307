// biome-ignore-all lint/suspicious/noExplicitAny: fields, bodies and SQL rows hold whatever the application put there
/** A condition: an expression of `$dbx`, or an object of columns and values. */
type Condition = Expression | Data;

interface Expression {
  build(params: Data): string;
}

interface LikeExpression extends Expression {
  match(left: boolean, right: boolean): this;
  escape(...pairs: string[]): this;
}

declare const $dbx: {
  /** SQL with `{:name}` for values. */
  exp(sql: string, params?: Data): Expression;
  hashExp(columns: Data): Expression;
  not(condition: Condition): Expression;
  and(...conditions: Condition[]): Expression;
  or(...conditions: Condition[]): Expression;
  in(column: string, ...values: any[]): Expression;
  notIn(column: string, ...values: any[]): Expression;
  like(column: string, ...values: string[]): LikeExpression;
  orLike(column: string, ...values: string[]): LikeExpression;
  notLike(column: string, ...values: string[]): LikeExpression;
  orNotLike(column: string, ...values: string[]): LikeExpression;
  exists(condition: Condition): Expression;
  notExists(condition: Condition): Expression;
  between(column: string, from: any, to: any): Expression;
  notBetween(column: string, from: any, to: any): Expression;
};

/** Where statements begin: `$app.db()`. Raw SQL fires no hooks. */
interface DB {
  /** A statement with `{:name}` for values, `[[column]]` and `{{table}}` for names. */
  newQuery(sql: string): Query;
  select(...columns: string[]): SelectQuery;
  insert(table: string, values: Data): Query;
  upsert(table: string, values: Data, ...constraints: string[]): Query;
  update(table: string, values: Data, where?: Condition): Query;
  delete(table: string, where?: Condition): Query;
  createTable(table: string, columns: { [name: string]: string }, ...options: string[]): Query;
  renameTable(from: string, to: string): Query;
  dropTable(table: string): Query;
  truncateTable(table: string): Query;
  addColumn(table: string, column: string, type: string): Query;
  dropColumn(table: string, column: string): Query;
  renameColumn(table: string, from: string, to: string): Query;
  createIndex(table: string, name: string, ...columns: string[]): Query;
  createUniqueIndex(table: string, name: string, ...columns: string[]): Query;
  dropIndex(table: string, name: string): Query;
  quote(text: string): string;
  quoteSimpleTableName(name: string): string;
  quoteSimpleColumnName(name: string): string;
}

interface Query {
  bind(params: Data): this;
  /** Adds to the values that are bound. */
  andBind(params: Data): this;
  execute(): { rowsAffected(): number; lastInsertId(): number };
  /** Fills a model with the first row; throws if there is none. */
  one(model: object): void;
  all(list: any[]): void;
  row(...targets: object[]): void;
  column(list: any[]): void;
  /** Walks over the rows one by one. */
  rows(): RowCursor;
  sql(): string;
  params(): Data;
  /** Statements are prepared and closed by the server; these do nothing. */
  prepare(): this;
  close(): void;
}

interface RowCursor {
  next(): boolean;
  columns(): string[];
  scanMap(target: Data): void;
  /** The row into a model. */
  scanStruct(target: object): void;
  err(): null;
  close(): void;
}

interface SelectQuery extends Query {
  select(...columns: string[]): this;
  andSelect(...columns: string[]): this;
  distinct(state: boolean): this;
  selectOption(option: string): this;
  from(...tables: string[]): this;
  where(condition: Condition): this;
  andWhere(condition: Condition): this;
  orWhere(condition: Condition): this;
  join(kind: string, table: string, on?: Condition): this;
  innerJoin(table: string, on?: Condition): this;
  leftJoin(table: string, on?: Condition): this;
  rightJoin(table: string, on?: Condition): this;
  orderBy(...columns: string[]): this;
  andOrderBy(...columns: string[]): this;
  groupBy(...columns: string[]): this;
  andGroupBy(...columns: string[]): this;
  having(condition: Condition): this;
  andHaving(condition: Condition): this;
  orHaving(condition: Condition): this;
  union(query: Query): this;
  unionAll(query: Query): this;
  limit(count: number): this;
  offset(count: number): this;
  /** SQL before and after the statement. */
  preFragment(sql: string): this;
  postFragment(sql: string): this;
  /** Fills a model with the row of this id. */
  model(id: any, model: object): void;
  /** What the statement is made of so far. */
  info(): { select: string[]; from: string[]; limit: number; offset: number };
  build(): Query;
}
