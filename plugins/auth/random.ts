import { randomText } from "../collections/model/random.ts";

const digits = "0123456789";
const idCharacters = `abcdefghijklmnopqrstuvwxyz${digits}`;
const letters = `ABCDEFGHIJKLMNOPQRSTUVWXYZ${idCharacters}`;

/** The secret of a kind of tokens, or the tokenKey of a record. */
export function secretText(): string {
  return randomText(50, letters);
}

export function randomDigits(length: number): string {
  return randomText(length, digits);
}

export function randomLetters(length: number): string {
  return randomText(length, letters);
}

/** An id as records have it. */
export function randomId(): string {
  return randomText(15, idCharacters);
}
