import { AssertionError } from "node:assert";
import { inspect, isDeepStrictEqual } from "node:util";

/** What a test expects of a value. Says what there was instead when it is not so. */
export function expect(actual: unknown): Expectation & { readonly not: Expectation } {
  return Object.assign(expectation(actual, true), { not: expectation(actual, false) });
}

export interface Expectation {
  toBe(expected: unknown): void;
  toEqual(expected: unknown): void;
  toMatchObject(expected: object): void;
  toContain(expected: unknown): void;
  toMatch(expected: RegExp | string): void;
  toHaveLength(expected: number): void;
  toBeGreaterThan(expected: number): void;
  toBeLessThan(expected: number): void;
  toBeTruthy(): void;
  toBeNull(): void;
  toBeUndefined(): void;
  toThrow(expected?: RegExp | string): Promise<void>;
}

function expectation(actual: unknown, wanted: boolean): Expectation {
  const verdict = (holds: boolean, words: string, expected: unknown, from: (...args: never[]) => unknown) => {
    if (holds === wanted) return;
    throw new AssertionError({
      message: `expected ${show(actual)}\n${wanted ? "" : "not "}${words}`,
      actual,
      expected,
      stackStartFn: from,
    });
  };
  const self: Expectation = {
    toBe(expected) {
      verdict(Object.is(actual, expected), `to be ${show(expected)}`, expected, self.toBe);
    },
    toEqual(expected) {
      const [left, right] = [plain(actual), plain(expected)];
      verdict(isDeepStrictEqual(left, right), `to equal ${show(expected)}`, expected, self.toEqual);
    },
    toMatchObject(expected) {
      verdict(hasAll(actual, expected), `to have ${show(expected)}`, expected, self.toMatchObject);
    },
    toContain(expected) {
      verdict(contains(actual, expected), `to contain ${show(expected)}`, expected, self.toContain);
    },
    toMatch(expected) {
      verdict(matches(String(actual), expected), `to match ${show(expected)}`, expected, self.toMatch);
    },
    toHaveLength(expected) {
      const length = (actual as { readonly length?: unknown } | null | undefined)?.length;
      verdict(length === expected, `to have the length ${expected}`, expected, self.toHaveLength);
    },
    toBeGreaterThan(expected) {
      verdict(Number(actual) > expected, `to be greater than ${expected}`, expected, self.toBeGreaterThan);
    },
    toBeLessThan(expected) {
      verdict(Number(actual) < expected, `to be less than ${expected}`, expected, self.toBeLessThan);
    },
    toBeTruthy() {
      verdict(Boolean(actual), "to be true or something that counts as true", true, self.toBeTruthy);
    },
    toBeNull() {
      verdict(actual === null, "to be null", null, self.toBeNull);
    },
    toBeUndefined() {
      verdict(actual === undefined, "to be undefined", undefined, self.toBeUndefined);
    },
    async toThrow(expected = "") {
      const failed = failedAt(self.toThrow);
      const thrown = await thrownBy(actual);
      const holds = thrown !== undefined && matches(thrown, expected);
      const instead = thrown === undefined ? "nothing was thrown" : `what was thrown: ${thrown}`;
      if (holds === wanted) return;
      failed.message = `expected it ${wanted ? "" : "not "}to throw ${show(expected)}\n${instead}`;
      throw failed;
    },
  };
  return self;
}

// Made before anything is awaited, for the stack ends there.
function failedAt(from: (...args: never[]) => unknown): AssertionError {
  return new AssertionError({ message: "expected", stackStartFn: from });
}

/** The message of what a function throws, or a promise is rejected with. */
async function thrownBy(actual: unknown): Promise<string | undefined> {
  try {
    await (typeof actual === "function" ? (actual as () => unknown)() : actual);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function matches(text: string, expected: RegExp | string): boolean {
  return typeof expected === "string" ? text.includes(expected) : expected.test(text);
}

function contains(actual: unknown, expected: unknown): boolean {
  if (typeof actual === "string") return actual.includes(String(expected));
  return Array.isArray(actual) && actual.some((item) => isDeepStrictEqual(plain(item), plain(expected)));
}

function hasAll(actual: unknown, expected: unknown): boolean {
  if (!isObject(expected) || !isObject(actual)) return isDeepStrictEqual(plain(actual), plain(expected));
  if (Array.isArray(expected) && (!Array.isArray(actual) || actual.length !== expected.length)) return false;
  return Object.entries(expected).every(([key, value]) => hasAll(actual[key], value));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !(value instanceof Date);
}

/** Without prototypes and undefined properties, which JSON does not know either. */
function plain(value: unknown): unknown {
  if (!isObject(value)) return value;
  if (Array.isArray(value)) return value.map(plain);
  const defined = Object.entries(value).filter(([, part]) => part !== undefined);
  return Object.fromEntries(defined.map(([key, part]) => [key, plain(part)]));
}

function show(value: unknown): string {
  return inspect(value, { depth: 6, breakLength: 100, sorted: true });
}
