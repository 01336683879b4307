import { beforeEach, describe, test } from "./collect.ts";
import { expect } from "./expect.ts";

/** What test files import as "isobase/testing"; declared for their authors in sdk-types/testing.d.ts. */
const api = { beforeEach, describe, expect, test };

// Test files are bundled on their own: they find this copy of it, and not one of theirs, by a name of the process.
const key = "isobase.testing";

export function provideApi(): void {
  Object.assign(globalThis, { [Symbol.for(key)]: api });
}

/** The module as test files get it. */
export function apiSource(): string {
  const names = Object.keys(api).join(", ");
  return `export const { ${names} } = globalThis[Symbol.for("${key}")];`;
}
