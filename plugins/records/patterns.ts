import { ValidationError } from "#kernel";
import type { Field } from "../collections/contract.ts";
import type { PasswordValue } from "../collections/model/fields/password.ts";
import { quickPattern } from "../collections/model/pattern.ts";
import type { FieldCheck } from "./contract.ts";

/** The patterns that the field types leave to RE2. */
export const patternChecks: readonly FieldCheck[] = [
  {
    type: "text",
    check: (_db, record, field) =>
      checkPattern(field, record.getRaw(field.name) as string, "Invalid value format."),
  },
  {
    type: "password",
    check: (_db, record, field) =>
      checkPattern(field, (record.getRaw(field.name) as PasswordValue).plain, "Invalid value format"),
  },
];

interface Matcher {
  test(text: string): boolean;
}

const mostKept = 1000;
const kept = new Map<string, Matcher | null>();

function checkPattern(
  field: Field,
  text: string,
  message: string,
): Promise<ValidationError | undefined> | undefined {
  const pattern = String(field.pattern ?? "");
  if (pattern === "" || text === "" || quickPattern(pattern) !== undefined) return undefined;
  return match(pattern, text, message);
}

async function match(pattern: string, text: string, message: string): Promise<ValidationError | undefined> {
  const matcher = kept.get(pattern) ?? (await compile(pattern));
  if (kept.size >= mostKept) kept.clear();
  kept.set(pattern, matcher);
  // What is no pattern to RE2 matches nothing.
  return matcher?.test(text) ? undefined : new ValidationError("validation_invalid_format", message);
}

async function compile(pattern: string): Promise<Matcher | null> {
  const { RE2JS } = await import("re2js"); // loaded with the first pattern that needs it
  try {
    return RE2JS.compile(pattern);
  } catch {
    return null;
  }
}
