import { defineError, type ErrorKind, TooLarge, UnsupportedContentType } from "../errors.ts";
import type { RequestEvent } from "./request.ts";

/** A body that is no form, or holds values of other kinds than the form asks for. */
export const UnreadableForm = defineError(
  "unreadable_form",
  400,
  "An error occurred while loading the submitted data.",
);
/** A form that was read and holds something wrong; its data says what. */
export const InvalidForm = defineError(
  "invalid_form",
  400,
  "An error occurred while validating the submitted data.",
);

type Values = Readonly<Record<string, unknown>>;

/** What a client submitted: its values by key, keys in any case. A value of another kind than asked for is an error. */
export class Form {
  readonly #values = new Map<string, unknown>();
  /** Forms know texts only: what they look like was guessed, and the guess gives back the same text. */
  readonly #isJson: boolean;
  readonly #Unreadable: ErrorKind;

  private constructor(data: Values, isJson: boolean, Unreadable: ErrorKind) {
    for (const [key, value] of Object.entries(data)) {
      if (value !== null) this.#values.set(key.toLowerCase(), value);
    }
    this.#isJson = isJson;
    this.#Unreadable = Unreadable;
  }

  /** Reads the body. What cannot be read is told as `Unreadable`; without one, content types are told as such. */
  static async of(request: RequestEvent, Unreadable?: ErrorKind): Promise<Form> {
    try {
      const isJson = request.header("content-type").toLowerCase().startsWith("application/json");
      return new Form((await request.body()).data, isJson, Unreadable ?? UnreadableForm);
    } catch (cause) {
      if (cause instanceof TooLarge) throw cause;
      if (cause instanceof UnsupportedContentType && Unreadable === undefined) throw cause;
      throw new (Unreadable ?? UnreadableForm)({}, { cause });
    }
  }

  /** "" when it is left out. */
  text(key: string): string {
    const value = this.#values.get(key.toLowerCase());
    if (value === undefined) return "";
    if (typeof value === "string") return value;
    if (this.#isJson || typeof value === "object") throw new this.#Unreadable();
    return String(value);
  }

  /** A whole number of 64 bits; 0 when it is left out. */
  integer(key: string): number {
    const value = this.#values.get(key.toLowerCase()) ?? 0;
    if (typeof value === "number" && Number.isInteger(value) && Math.abs(value) < 2 ** 63) return value;
    throw new this.#Unreadable();
  }

  /** False when it is left out. */
  bool(key: string): boolean {
    const value = this.#values.get(key.toLowerCase()) ?? false;
    if (typeof value === "boolean") return value;
    throw new this.#Unreadable();
  }

  /** Empty when it is left out. */
  object(key: string): Record<string, unknown> {
    const value = this.#values.get(key.toLowerCase()) ?? {};
    if (isObject(value)) return { ...value };
    throw new this.#Unreadable();
  }

  /** Empty when it is left out; nothing among objects is an empty object. */
  objects(key: string): Record<string, unknown>[] {
    return this.#list(key).map((item) => {
      if (item === null) return {};
      if (isObject(item)) return item;
      throw new this.#Unreadable();
    });
  }

  /** Forms within the form. Empty when it is left out. */
  forms(key: string): Form[] {
    return this.objects(key).map((item) => new Form(item, this.#isJson, this.#Unreadable));
  }

  /** Empty when it is left out; nothing among texts is "". */
  texts(key: string): string[] {
    return this.#list(key).map((item) => {
      if (item === null) return "";
      if (typeof item === "string") return item;
      throw new this.#Unreadable();
    });
  }

  #list(key: string): readonly unknown[] {
    const value = this.#values.get(key.toLowerCase()) ?? [];
    if (Array.isArray(value)) return value;
    if (!this.#isJson) return [value];
    throw new this.#Unreadable();
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
