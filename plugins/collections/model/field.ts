import type { SqlValue, ValidationError } from "#kernel";

/** One field of a collection, as it is stored and sent: the common options and those of its type. Plain JSON data. */
export interface Field {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly system: boolean;
  readonly hidden: boolean;
  readonly presentable: boolean;
  readonly help?: string;
  readonly required?: boolean;
  readonly [option: string]: unknown;
}

/**
 * What values of one field type are: pure, without database or files, so that scripts run the same code in their sandbox.
 * Checks that need the database (relations exist, files are there) are added by plugins through FieldChecks.
 */
export interface FieldType {
  readonly name: string;
  /** Own options with their defaults, in the reference's key order (alphabetical). */
  readonly defaults: Readonly<Record<string, unknown>>;
  /** Column definition after its name: `TEXT DEFAULT '' NOT NULL`. */
  columnType(field: Field): string;
  /** True if a value is a list. */
  isMultiple(field: Field): boolean;
  zero(field: Field): unknown;
  /** Any input as a value of this type; what cannot be one becomes the zero value. Never throws. */
  normalize(field: Field, value: unknown): unknown;
  /** Modifiers this type understands, each giving the new value: `+`, `-` (suffix), `+` (prefix as `prepend`), `autogenerate`. */
  readonly modifiers?: Readonly<Partial<Record<"append" | "prepend" | "remove" | "autogenerate", Modifier>>>;
  fromColumn(field: Field, value: SqlValue): unknown;
  toColumn(field: Field, value: unknown): SqlValue;
  /** The value as it stands in JSON answers. */
  toJson(field: Field, value: unknown): unknown;
  /** True if the value counts as missing for `required`. */
  isEmpty(field: Field, value: unknown): boolean;
  /** What is wrong with a value, `required` included; undefined if nothing. */
  check(field: Field, value: unknown): ValidationError | undefined;
  /** A SQL expression that gives the value as JSON text, for lists built by SQLite. `column` is quoted already. */
  jsonSql(field: Field, column: string): string;
}

export type Modifier = (field: Field, current: unknown, given: unknown) => unknown;
