import { ValidationError } from "#kernel";

type Value = string | number;

/** One thing a value must be. `problem` gives the raw text of what is wrong; undefined if nothing. */
export interface Check {
  readonly code: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly problem: (value: Value) => string | undefined;
  /** Most checks have nothing to say about an empty value. */
  readonly onEmpty?: "checked";
}

/** The first thing that is wrong with a value. */
export function check(value: Value, checks: readonly Check[]): ValidationError | undefined {
  for (const { code, params, problem, onEmpty } of checks) {
    if (isEmpty(value) && onEmpty !== "checked") continue;
    const text = problem(value);
    if (text !== undefined) return new ValidationError(code, text, params);
  }
  return undefined;
}

function isEmpty(value: Value): boolean {
  return value === "" || value === 0;
}

export const required: Check = {
  code: "validation_required",
  problem: (value) => (isEmpty(value) ? "cannot be blank" : undefined),
  onEmpty: "checked",
};

export function atLeast(threshold: number): Check {
  return {
    code: "validation_min_greater_equal_than_required",
    params: { threshold },
    problem: (value) => (Number(value) < threshold ? "must be no less than {{.threshold}}" : undefined),
  };
}

export function lengthBetween(min: number, max: number): Check {
  return {
    code: "validation_length_out_of_range",
    params: { min, max },
    problem: (value) =>
      lengthOf(value) < min || lengthOf(value) > max
        ? "the length must be between {{.min}} and {{.max}}"
        : undefined,
  };
}

export function exactLength(length: number): Check {
  return {
    code: "validation_length_invalid",
    params: { min: length, max: length },
    problem: (value) => (lengthOf(value) === length ? undefined : "the length must be exactly {{.min}}"),
  };
}

export function matches(pattern: RegExp): Check {
  return {
    code: "validation_match_invalid",
    problem: (value) => (pattern.test(String(value)) ? undefined : "must be in a valid format"),
  };
}

export function oneOf(...allowed: readonly string[]): Check {
  return {
    code: "validation_in_invalid",
    problem: (value) => (allowed.includes(String(value)) ? undefined : "must be a valid value"),
  };
}

function lengthOf(value: Value): number {
  return Buffer.byteLength(String(value)); // the reference counts bytes
}
