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

/** What an option of a field may hold; each kind has its own zero: 0, null, false, "", null and "". */
export type OptionKind = "integer" | "number" | "flag" | "text" | "list" | "date";

/**
 * What values of one field type are: pure, without database or files, so that scripts run the same code in their sandbox.
 * Checks that need the database (relations exist, files are there) are added by plugins through FieldChecks.
 */
export interface FieldType {
  readonly name: string;
  /** The options only fields of this type have. */
  readonly options: Readonly<Record<string, OptionKind>>;
  /** Column definition after its name: `TEXT DEFAULT '' NOT NULL`. */
  columnType(field: Field): string;
  /** True if a value is a list. */
  isMultiple(field: Field): boolean;
  zero(field: Field): unknown;
  /** Any input as a value of this type; what cannot be one becomes the zero value. Never throws. */
  normalize(field: Field, value: unknown): unknown;
  /** Modifiers this type understands, each giving the new value: `+`, `-` (suffix), `+` (prefix as `prepend`), `autogenerate`. */
  readonly modifiers?: Readonly<Partial<Record<"append" | "prepend" | "remove" | "autogenerate", Modifier>>>;
  /** What `get("name:view")` gives; under "" what a plain `get("name")` gives where that is not the value as it is kept. */
  readonly views?: Readonly<Record<string, (field: Field, value: unknown) => unknown>>;
  /** Set where values come from the server alone: what clients and scripts `set` is ignored. */
  readonly setBy?: "server";
  /** The value to write when a record is saved, for types that fill themselves in. */
  onSave?(field: Field, save: ValueSave): unknown;
  fromColumn(field: Field, value: SqlValue): unknown;
  toColumn(field: Field, value: unknown): SqlValue;
  /** The value as it stands in JSON answers. */
  toJson(field: Field, value: unknown): unknown;
  /** True if the value counts as missing for `required`. */
  isEmpty(field: Field, value: unknown): boolean;
  /** What is wrong with a value, `required` included; undefined if nothing. */
  check(field: Field, value: unknown): ValidationError | undefined;
  /**
   * A SQL expression that gives the value as JSON text, for lists built by SQLite. `column` is quoted already.
   * It is NULL where SQLite cannot be trusted to write the value as JSON.stringify would: such a row is built from its values.
   */
  jsonSql(field: Field, column: string): string;
}

export type Modifier = (field: Field, current: unknown, given: unknown) => unknown;

/** One value at the moment its record is saved. */
export interface ValueSave {
  readonly operation: "create" | "update";
  readonly value: unknown;
  /** What was last stored; the zero value for a new record. */
  readonly original: unknown;
  /** The time of the save, as dates are stored. */
  readonly now: string;
}
