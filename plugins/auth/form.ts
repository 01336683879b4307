import { InvalidForm, type ValidationIssue } from "#kernel";
import { isEmail } from "../collections/model/addresses.ts";
import { lengthBetween, notAnEmail, required } from "./issues.ts";

/** Throws 400 with what is wrong, if anything is. */
export function refuseIssues(issues: Readonly<Record<string, ValidationIssue | undefined>>): void {
  const found = foundIssues(issues);
  if (found !== undefined) throw new InvalidForm(found);
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
