import { ValidationError, ValidationErrors, type ValidationIssue } from "#kernel";

export type Issue = ValidationIssue | undefined;

/** The issues there are, by key; undefined if there are none. */
export function issues(found: Readonly<Record<string, Issue>>): ValidationErrors | undefined {
  const real = Object.entries(found).filter(
    (entry): entry is [string, ValidationIssue] => entry[1] !== undefined,
  );
  return real.length === 0 ? undefined : new ValidationErrors(Object.fromEntries(real));
}

/** The first issue that is one. */
export function first(...found: readonly (() => Issue)[]): Issue {
  for (const find of found) {
    const issue = find();
    if (issue !== undefined) return issue;
  }
  return undefined;
}

export function issue(
  code: string,
  message: string,
  params?: Readonly<Record<string, unknown>>,
): ValidationError {
  return new ValidationError(`validation_${code}`, message, params);
}

export function required(value: unknown): Issue {
  const isMissing = value === "" || value === 0 || value === null || value === undefined || value === false;
  return isMissing || (Array.isArray(value) && value.length === 0)
    ? issue("required", "cannot be blank")
    : undefined;
}

export function lengthBetween(text: string, min: number, max: number): Issue {
  if (text === "" || (text.length >= min && text.length <= max)) return undefined;
  return issue("length_out_of_range", "the length must be between {{.min}} and {{.max}}", { max, min });
}

export function matches(text: string, form: RegExp): Issue {
  return text === "" || form.test(text) ? undefined : issue("match_invalid", "must be in a valid format");
}

export function notIn(text: string, list: readonly string[]): Issue {
  return list.includes(text) ? issue("not_in_invalid", "must not be in list") : undefined;
}

export function atLeast(value: number, threshold: number): Issue {
  if (value === 0 || value >= threshold) return undefined;
  return issue("min_greater_equal_than_required", "must be no less than {{.threshold}}", { threshold });
}

export function atMost(value: number, threshold: number): Issue {
  if (value === 0 || value <= threshold) return undefined;
  return issue("max_less_equal_than_required", "must be no greater than {{.threshold}}", { threshold });
}

export function within(value: number, least: number, most: number): Issue {
  return first(
    () => atLeast(value, least),
    () => atMost(value, most),
  );
}

export function noVia(text: string): Issue {
  return text.includes("_via_") ? issue("found_via", 'The value cannot contain "_via_".') : undefined;
}
