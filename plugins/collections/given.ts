import { InvalidData } from "./model/invalid-data.ts";

/** A collection as somebody sent it: any of its keys, of whatever type. */
export type Given = Readonly<Record<string, unknown>>;

/** Undefined if it is missing or null. Throws InvalidData for another type, as the others do. */
export function givenText(given: Given, key: string): string | undefined {
  const value = given[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "string") throw new InvalidData(`${key} must be a text`);
  return value;
}

export function givenFlag(given: Given, key: string): boolean | undefined {
  const value = given[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "boolean") throw new InvalidData(`${key} must be true or false`);
  return value;
}

/** None if it is null. */
export function givenTexts(given: Given, key: string): readonly string[] {
  const value = given[key] ?? [];
  if (!Array.isArray(value) || !value.every((item) => typeof item === "string"))
    throw new InvalidData(`${key} must be a list of texts`);
  return value;
}
