import { AppError, type RequestEvent, type ValidationIssue } from "#kernel";
import { isEmail } from "../collections/model/addresses.ts";
import { BadSubmission, InvalidSubmission } from "./errors.ts";
import { lengthBetween, notAnEmail, required } from "./issues.ts";

/** What a client submitted: its values by key, keys in any case. */
export class Form {
  readonly #values: ReadonlyMap<string, unknown>;
  /** Forms know texts only: what they look like was guessed, and the guess gives back the same text. */
  readonly #isJson: boolean;

  private constructor(data: Readonly<Record<string, unknown>>, isJson: boolean) {
    this.#values = new Map(Object.entries(data).map(([key, value]) => [key.toLowerCase(), value]));
    this.#isJson = isJson;
  }

  static async of(request: RequestEvent): Promise<Form> {
    try {
      const isJson = request.header("content-type").toLowerCase().startsWith("application/json");
      return new Form((await request.body()).data, isJson);
    } catch (cause) {
      if (cause instanceof AppError && cause.status === 413) throw cause;
      throw new BadSubmission({}, { cause });
    }
  }

  text(key: string): string {
    const value = this.#values.get(key.toLowerCase());
    if (value === undefined || value === null) return "";
    if (typeof value === "string") return value;
    if (this.#isJson || typeof value === "object") throw new BadSubmission();
    return String(value);
  }

  /** A whole number; 0 when it is left out. */
  integer(key: string): number {
    const value = this.#values.get(key.toLowerCase());
    if (value === undefined || value === null) return 0;
    if (typeof value === "number" && Number.isInteger(value)) return value;
    throw new BadSubmission();
  }

  object(key: string): Record<string, unknown> {
    const value = this.#values.get(key.toLowerCase());
    if (value === undefined || value === null) return {};
    if (typeof value === "object" && !Array.isArray(value)) return { ...(value as Record<string, unknown>) };
    throw new BadSubmission();
  }
}

/** Throws 400 with what is wrong, if anything is. */
export function refuseIssues(issues: Readonly<Record<string, ValidationIssue | undefined>>): void {
  const found = foundIssues(issues);
  if (found !== undefined) throw new InvalidSubmission(found);
}

export function foundIssues(
  issues: Readonly<Record<string, ValidationIssue | undefined>>,
): Record<string, ValidationIssue> | undefined {
  const found: Record<string, ValidationIssue> = {};
  for (const [key, issue] of Object.entries(issues)) if (issue !== undefined) found[key] = issue;
  return Object.keys(found).length === 0 ? undefined : found;
}

/** A text that must be there and may have so many characters. */
export function textIssue(text: string, max: number): ValidationIssue | undefined {
  if (text === "") return required;
  return [...text].length > max ? lengthBetween(1, max) : undefined;
}

export function emailIssue(email: string): ValidationIssue | undefined {
  return textIssue(email, 255) ?? (isEmail(email) ? undefined : notAnEmail);
}
