import { formatDate, timeOf, toDate } from "../../collections/model/dates.ts";
import type { Tagged } from "../bridge/wire.ts";
import { toWire, unpackAs } from "./codec.ts";
import { Duration } from "./duration.ts";
import { nsPerMs, shifted, Time } from "./time.ts";
import { offsetOf } from "./timezone.ts";

const zeroMs = -62135596800000;

/** A moment, as records keep it: to the millisecond, in UTC; or none. */
export class DateTime {
  #text: string;

  constructor(value?: unknown, zone?: unknown) {
    const isText = typeof value === "string" && value !== "";
    this.#text = isText ? inZone(toDate(value), value, zone) : formatDate(Date.now());
  }

  /** Of a date as it is kept; "" is none. */
  static fromText(text: string): DateTime {
    return new DateTime(text === "" ? "none" : text);
  }

  time(): Time {
    return new Time(this.#ms(), "UTC");
  }

  add(ns: number | Duration): DateTime {
    return DateTime.fromText(formatDate(this.#ms() + Number(ns) / nsPerMs));
  }

  sub(other: DateTime): Duration {
    return new Duration((this.#ms() - msOf(other)) * nsPerMs);
  }

  addDate(years: number, months: number, days: number): DateTime {
    return DateTime.fromText(formatDate(shifted(this.#ms(), years, months, days)));
  }

  after(other: DateTime): boolean {
    return this.#ms() > msOf(other);
  }

  before(other: DateTime): boolean {
    return this.#ms() < msOf(other);
  }

  compare(other: DateTime): number {
    return Math.sign(this.#ms() - msOf(other));
  }

  equal(other: DateTime): boolean {
    return this.#ms() === msOf(other);
  }

  unix(): number {
    return Math.floor(this.#ms() / 1000);
  }

  isZero(): boolean {
    return this.#text === "";
  }

  string(): string {
    return this.#text;
  }

  toString(): string {
    return this.#text;
  }

  toJSON(): string {
    return this.#text;
  }

  marshalJSON(): string {
    return JSON.stringify(this.#text);
  }

  /** As it is kept in a table. */
  value(): string {
    return this.#text;
  }

  /** Becomes the moment of what was found in a table: text, or seconds since 1970. */
  scan(value: unknown): void {
    this.#text = toDate(
      typeof value === "number" ? new Date(value * 1000).toISOString() : String(value ?? ""),
    );
  }

  [toWire](): Tagged {
    return { $: "datetime", text: this.#text };
  }

  #ms(): number {
    return timeOf(this.#text) ?? zeroMs;
  }
}

unpackAs("datetime", (tagged) => DateTime.fromText(String(tagged.text)));

function msOf(value: DateTime): number {
  return timeOf(String(value)) ?? zeroMs;
}

// Text without an offset is meant in the zone that was given.
function inZone(date: string, text: string, zone: unknown): string {
  if (date === "" || zone === undefined || /(?:Z|[+-]\d\d:?\d\d)$/.test(text)) return date;
  const ms = timeOf(date) ?? 0;
  return formatDate(ms - offsetOf(ms, String(zone)));
}
