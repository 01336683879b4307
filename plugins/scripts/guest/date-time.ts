import { formatDate, timeOf, toDate } from "../../collections/model/dates.ts";
import type { Tagged } from "../bridge/wire.ts";
import { toWire, unpackAs } from "./codec.ts";

const nsPerMs = 1_000_000;
const zeroMs = -62135596800000;

/** A time zone by its IANA name; unknown names are UTC. */
export class Timezone {
  readonly #name: string;

  constructor(name: unknown = "UTC") {
    this.#name = isZone(String(name)) ? String(name) : "UTC";
  }

  string(): string {
    return this.#name;
  }

  toString(): string {
    return this.#name;
  }
}

/** A moment, as records keep it: to the millisecond, in UTC; or none. */
export class DateTime {
  readonly #text: string;

  constructor(value?: unknown, zone?: unknown) {
    this.#text = typeof value === "string" ? inZone(toDate(value), value, zone) : now(value);
  }

  static fromText(text: string): DateTime {
    return new DateTime(text);
  }

  time(): Time {
    return new Time(this.#ms(), "UTC");
  }

  add(ns: number): DateTime {
    return DateTime.fromText(formatDate(this.#ms() + ns / nsPerMs));
  }

  sub(other: DateTime): number {
    return (this.#ms() - msOf(other)) * nsPerMs;
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

  [toWire](): Tagged {
    return { $: "datetime", text: this.#text };
  }

  #ms(): number {
    return timeOf(this.#text) ?? zeroMs;
  }
}

unpackAs("datetime", (tagged) => DateTime.fromText(String(tagged.text)));

/** A number that reads as a name, such as a month. */
class Named {
  readonly #value: number;
  readonly #name: string;

  constructor(value: number, name: string) {
    this.#value = value;
    this.#name = name;
  }

  valueOf(): number {
    return this.#value;
  }

  string(): string {
    return this.#name;
  }

  toString(): string {
    return this.#name;
  }

  toJSON(): number {
    return this.#value;
  }
}

/** A moment as seen in a zone, with the parts people name. */
export class Time {
  readonly #ms: number;
  readonly #zone: string;

  constructor(ms: number, zone: string) {
    this.#ms = ms;
    this.#zone = zone;
  }

  unix(): number {
    return Math.floor(this.#ms / 1000);
  }

  unixMilli(): number {
    return this.#ms;
  }

  unixNano(): number {
    return this.#ms * nsPerMs;
  }

  year(): number {
    return this.#local().getUTCFullYear();
  }

  month(): Named {
    const month = this.#local().getUTCMonth();
    return new Named(month + 1, monthNames[month] ?? "");
  }

  day(): number {
    return this.#local().getUTCDate();
  }

  weekday(): Named {
    const day = this.#local().getUTCDay();
    return new Named(day, dayNames[day] ?? "");
  }

  hour(): number {
    return this.#local().getUTCHours();
  }

  minute(): number {
    return this.#local().getUTCMinutes();
  }

  second(): number {
    return this.#local().getUTCSeconds();
  }

  nanosecond(): number {
    return this.#local().getUTCMilliseconds() * nsPerMs;
  }

  yearDay(): number {
    const local = this.#local();
    return Math.floor((local.getTime() - Date.UTC(local.getUTCFullYear(), 0, 1)) / 86_400_000) + 1;
  }

  in(zone: Timezone): Time {
    return new Time(this.#ms, String(zone));
  }

  utc(): Time {
    return new Time(this.#ms, "UTC");
  }

  local(): Time {
    return this.utc();
  }

  location(): Timezone {
    return new Timezone(this.#zone);
  }

  add(ns: number): Time {
    return new Time(this.#ms + ns / nsPerMs, this.#zone);
  }

  addDate(years: number, months: number, days: number): Time {
    return new Time(shifted(this.#ms, years, months, days), this.#zone);
  }

  sub(other: Time): number {
    return (this.#ms - other.#ms) * nsPerMs;
  }

  before(other: Time): boolean {
    return this.#ms < other.#ms;
  }

  after(other: Time): boolean {
    return this.#ms > other.#ms;
  }

  equal(other: Time): boolean {
    return this.#ms === other.#ms;
  }

  compare(other: Time): number {
    return Math.sign(this.#ms - other.#ms);
  }

  isZero(): boolean {
    return this.#ms === zeroMs;
  }

  /** Writes the time as a layout of the reference's shows, e.g. `2006-01-02 15:04`. */
  format(layout: string): string {
    return layout.replace(layoutParts, (part) => this.#part(part));
  }

  string(): string {
    return this.format("2006-01-02 15:04:05.000 -0700 MST");
  }

  toString(): string {
    return this.string();
  }

  toJSON(): string {
    const shown = this.format(this.#ms % 1000 === 0 ? "2006-01-02T15:04:05" : "2006-01-02T15:04:05.000");
    return `${shown}${this.#zone === "UTC" ? "Z" : this.#offset(":")}`;
  }

  #local(): Date {
    return new Date(this.#ms + offsetOf(this.#ms, this.#zone));
  }

  #offset(colon: string): string {
    const minutes = Math.round(offsetOf(this.#ms, this.#zone) / 60_000);
    const size = Math.abs(minutes);
    return `${minutes < 0 ? "-" : "+"}${two(Math.floor(size / 60))}${colon}${two(size % 60)}`;
  }

  #part(part: string): string {
    const local = this.#local();
    const hour = local.getUTCHours();
    switch (part) {
      case "2006":
        return String(local.getUTCFullYear());
      case "06":
        return two(local.getUTCFullYear() % 100);
      case "January":
        return monthNames[local.getUTCMonth()] ?? "";
      case "Jan":
        return (monthNames[local.getUTCMonth()] ?? "").slice(0, 3);
      case "01":
        return two(local.getUTCMonth() + 1);
      case "1":
        return String(local.getUTCMonth() + 1);
      case "Monday":
        return dayNames[local.getUTCDay()] ?? "";
      case "Mon":
        return (dayNames[local.getUTCDay()] ?? "").slice(0, 3);
      case "02":
        return two(local.getUTCDate());
      case "2":
        return String(local.getUTCDate());
      case "15":
        return two(hour);
      case "03":
        return two(hour % 12 || 12);
      case "3":
        return String(hour % 12 || 12);
      case "04":
        return two(local.getUTCMinutes());
      case "05":
        return two(local.getUTCSeconds());
      case "PM":
        return hour < 12 ? "AM" : "PM";
      case "pm":
        return hour < 12 ? "am" : "pm";
      case "-0700":
        return this.#offset("");
      case "-07:00":
        return this.#offset(":");
      case "Z07:00":
        return this.#zone === "UTC" ? "Z" : this.#offset(":");
      case "MST":
        return this.#zone === "UTC" ? "UTC" : this.#offset("");
      default:
        return `.${String(local.getUTCMilliseconds())
          .padStart(3, "0")
          .padEnd(part.length - 1, "0")
          .slice(0, part.length - 1)}`;
    }
  }
}

const layoutParts =
  /2006|January|Jan|Monday|Mon|MST|Z07:00|-07:00|-0700|\.0+|01|02|03|04|05|06|15|PM|pm|1|2|3/g;
const monthNames =
  "January February March April May June July August September October November December".split(" ");
const dayNames = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split(" ");

function now(value: unknown): string {
  if (value instanceof DateTime) return value.string();
  return value instanceof Date ? toDate(value) : formatDate(Date.now());
}

function msOf(value: DateTime): number {
  return timeOf(String(value)) ?? zeroMs;
}

// Text without an offset is meant in the zone that was given.
function inZone(date: string, text: string, zone: unknown): string {
  if (date === "" || zone === undefined || /(?:Z|[+-]\d\d:?\d\d)$/.test(text)) return date;
  const ms = timeOf(date) ?? 0;
  return formatDate(ms - offsetOf(ms, String(zone)));
}

function shifted(ms: number, years: number, months: number, days: number): number {
  const date = new Date(ms);
  const [year, month, day] = [
    date.getUTCFullYear() + years,
    date.getUTCMonth() + months,
    date.getUTCDate() + days,
  ];
  date.setUTCFullYear(year, month, day);
  return date.getTime();
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** How many milliseconds a zone is ahead of UTC at a moment. */
function offsetOf(ms: number, zone: string): number {
  if (zone === "UTC" || !isZone(zone)) return 0;
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-US", { timeZone: zone, hourCycle: "h23", ...numeric });
    formats.set(zone, format);
  }
  const parts = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
  const [y = 0, mo = 1, d = 1] = [parts.year, parts.month, parts.day];
  const local = Date.UTC(y, mo - 1, d, parts.hour, parts.minute, parts.second);
  return local - Math.floor(ms / 1000) * 1000;
}

const numeric = {
  year: "numeric",
  month: "numeric",
  day: "numeric",
  hour: "numeric",
  minute: "numeric",
  second: "numeric",
} as const;

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en-US", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
