import { type Alias, column, lineage, type Scope } from "./alias.ts";
import type { Sign } from "./lexer.ts";
import { type Piece, piece, plain } from "./piece.ts";
import { missingValue, type Value } from "./value.ts";

export type Operator = "=" | "!=" | ">" | ">=" | "<" | "<=" | "~" | "!~";

/** One comparison. With `all`, it must hold for every value of its sides, not for some. */
export interface Comparison {
  readonly left: Value;
  readonly right: Value;
  readonly operator: Operator;
  readonly all: boolean;
  /** NOT around it. */
  readonly negated: boolean;
  /** The row it is said of: of the rows reached from there, all or some are meant. */
  readonly of: Alias | undefined;
}

export function comparison(left: Value, sign: Sign, right: Value, of?: Alias): Comparison {
  const any = sign.startsWith("?");
  const operator = (any ? sign.slice(1) : sign) as Operator;
  const test: Comparison = { left, right, operator, all: false, negated: false, of };
  const isMany = manyRowsOf(left, test).length > 0 || manyRowsOf(right, test).length > 0;
  const isLoose = left.loose !== undefined || right.loose === "ignored";
  return { ...test, all: !any && isMany && !isLoose };
}

/**
 * What would make an `all` comparison fail. As in the reference, a side that has one value for all does not bring its own
 * way with NULL here.
 */
export function exceptionTo(test: Comparison): Comparison {
  const isMany = (value: Value): boolean => manyRowsOf(value, test).length > 0;
  const left = isMany(test.left) ? test.left : asOther(test.left, isMany(test.right));
  const right = isMany(test.right) ? test.right : asOther(test.right, isMany(test.left));
  return { ...test, left, right, all: false, negated: true };
}

function asOther(value: Value, otherIsMany: boolean): Value {
  if (!otherIsMany) return value;
  if (value.loose) return missingValue;
  const { strict: _, ...lenient } = value;
  return lenient;
}

/** The rows of a value of which there may be several, and all are meant; parents first. */
export function manyRowsOf({ rows, some }: Value, { of }: Comparison): readonly Alias[] {
  if (some) return [];
  const many = rows.flatMap((row) => {
    const line = lineage(row);
    const below = of !== undefined && line.includes(of) ? line.slice(0, line.indexOf(of)) : line;
    return below.filter((one) => one.many).toReversed();
  });
  return [...new Set(many)];
}

/** The comparison as SQL, its sides read from the rows of one scope or of two. */
export function comparisonSql(test: Comparison, scope: Scope, ofRight = scope): Piece {
  const plainTest = withoutNot(test, scope, ofRight);
  const told = test.negated ? piece`NOT (${plainTest})` : plainTest;
  const emails = [test.left.emailOf, test.right.emailOf].filter((row) => row !== undefined);
  if (emails.length === 0 || test.negated) return told;
  return emails.reduce(
    (sum, row) => piece`(${sum} AND ${column(row, "emailVisibility", scope)} = TRUE)`,
    told,
  );
}

function withoutNot({ left, right, operator }: Comparison, scope: Scope, ofRight: Scope): Piece {
  const a = valueSql(left, right, scope);
  const b = valueSql(right, left, ofRight);
  if (operator === "=") return equality({ value: left, sql: a }, { value: right, sql: b }, "=");
  if (operator === "!=") return equality({ value: left, sql: a }, { value: right, sql: b }, "IS NOT");
  if (operator === "~" || operator === "!~") {
    const pattern = right.pattern?.(ofRight) ?? piece`('%' || ${right.read(ofRight)} || '%')`;
    return piece`${a} ${operator === "~" ? "LIKE" : "NOT LIKE"} ${pattern} ESCAPE '\\'`;
  }
  return piece`${a} ${operator} ${b}`;
}

/** A bound number is a float to the reference; beside text the difference shows: `1.0` is not `1`. */
function valueSql(value: Value, other: Value, scope: Scope): Piece {
  const sql = value.read(scope);
  return value.float && other.affinity === "text" ? piece`(${sql} + 0.0)` : sql;
}

interface Side {
  readonly value: Value;
  readonly sql: Piece;
}

function equality(left: Side, right: Side, operator: "=" | "IS NOT"): Piece {
  const isStrict = left.value.strict === true || right.value.strict === true;
  if (isStrict) return piece`${left.sql} ${operator === "=" ? "IS" : operator} ${right.sql}`;
  if (isEmpty(left.value) && isEmpty(right.value)) return plain(operator === "=" ? "1" : "0");
  if (isEmpty(left.value)) return emptiness(right, operator);
  if (isEmpty(right.value)) return emptiness(left, operator);
  if (isDirect(left.value, right.value)) return piece`${left.sql} ${operator} ${right.sql}`;
  return piece`${orEmpty(left)} ${operator} ${orEmpty(right)}`;
}

/** True if NULL needs no care, because one side is surely no empty value. */
function isDirect(left: Value, right: Value): boolean {
  if (left.fallback || right.fallback) return false;
  return left.level === "value" || right.level === "value";
}

function emptiness({ value, sql }: Side, operator: "=" | "IS NOT"): Piece {
  if (value.level === "value") return plain(operator === "=" ? "0" : "1");
  if (operator === "=") return piece`(${sql} = '' OR ${sql} IS NULL)`;
  return piece`(${sql} IS NOT '' AND ${sql} IS NOT NULL)`;
}

function orEmpty({ value, sql }: Side): Piece {
  return value.level === "value" ? sql : piece`COALESCE(${sql}, '')`;
}

function isEmpty({ level }: Value): boolean {
  return level === "null" || level === "blank";
}

export type Outcome = "true" | "false" | "null" | "unknown";

/** What the comparison gives where `row`, and so all that hangs on it, is missing. */
export function outcomeWithout(test: Comparison, row: Alias): Outcome {
  const outcome = plainOutcome(test, row);
  if (!test.negated) return test.left.emailOf || test.right.emailOf ? emailOutcome(outcome) : outcome;
  if (outcome === "true") return "false";
  return outcome === "false" ? "true" : outcome;
}

/** The email of a missing row is not public. */
function emailOutcome(outcome: Outcome): Outcome {
  return outcome === "unknown" ? "unknown" : "false";
}

function plainOutcome({ left, right, operator }: Comparison, row: Alias): Outcome {
  const leftGone = dies(left, row);
  const rightGone = dies(right, row);
  if (leftGone === undefined || rightGone === undefined) return "unknown";
  if (!leftGone && !rightGone) return "unknown";
  if (operator !== "=" && operator !== "!=") return "null";
  const equal =
    leftGone && rightGone ? "true" : equalsNull(leftGone ? right : left, left.strict || right.strict);
  if (equal === "unknown" || operator === "=") return equal;
  if (equal === "null") return "true"; // NULL IS NOT 'x'
  return equal === "true" ? "false" : "true";
}

function equalsNull(other: Value, strict: true | undefined): Outcome {
  if (other === missingValue) return "unknown";
  if (other.level === "null") return "true";
  if (other.level === "blank") return strict ? "false" : "true";
  if (other.level === "open") return "unknown";
  return strict || other.fallback ? "false" : "null";
}

/** Whether the value is NULL without the row; undefined where that cannot be told. */
function dies(value: Value, row: Alias): boolean | undefined {
  const hit = value.rows.filter((one) => lineage(one).includes(row));
  if (hit.length === 0) return false;
  return value.rows.length > 1 || value.neverNull || value.fallback ? undefined : true;
}

/** True if the comparison is never NULL: then it holds wherever its opposite does not. */
export function isDecided({ left, right, operator }: Comparison): boolean {
  if (left.emailOf !== undefined || right.emailOf !== undefined) return false;
  if (left.loose || right.loose || left.strict !== right.strict) return false;
  if (operator === "!=") return true;
  if (operator !== "=") return false;
  if (left.strict || right.strict) return true;
  if (isEmpty(left) || isEmpty(right)) return true;
  return !isDirect(left, right);
}
