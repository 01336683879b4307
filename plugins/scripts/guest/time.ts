import { Duration } from "./duration.ts";
import { abbreviationOf, offsetOf, Timezone } from "./timezone.ts";

export const nsPerMs = 1_000_000;
/** The first moment of the year 1, which stands for none. */
const zeroMs = -62135596800000;

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

  /** A date of JavaScript's, as scripts of the reference get it back. */
  static of(date: Date): Time {
    return new Time(date.getTime(), "UTC");
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

  date(): readonly [year: number, month: Named, day: number] {
    return [this.year(), this.month(), this.day()];
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

  add(ns: number | Duration): Time {
    return new Time(this.#ms + Number(ns) / nsPerMs, this.#zone);
  }

  /** Down to a multiple of a duration. */
  truncate(ns: number | Duration): Time {
    const step = Number(ns) / nsPerMs;
    const since = this.#ms - zeroMs;
    return step <= 0 ? this : new Time(zeroMs + Math.floor(since / step) * step, this.#zone);
  }

  /** To the nearest multiple of a duration. */
  round(ns: number | Duration): Time {
    return this.add(Number(ns) / 2).truncate(ns);
  }

  addDate(years: number, months: number, days: number): Time {
    return new Time(shifted(this.#ms, years, months, days), this.#zone);
  }

  sub(other: Time): Duration {
    return new Duration((this.#ms - other.#ms) * nsPerMs);
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
    return this.format(`2006-01-02 15:04:05${this.#fraction()} -0700 MST`);
  }

  toString(): string {
    return this.string();
  }

  toJSON(): string {
    return this.format(`2006-01-02T15:04:05${this.#fraction()}Z07:00`);
  }

  // As many places of the second's fraction as it takes, as a part of a layout.
  #fraction(): string {
    const digits = String(this.#local().getUTCMilliseconds()).padStart(3, "0").replace(/0+$/, "");
    return digits === "" ? "" : `.${"0".repeat(digits.length)}`;
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
        return this.#zone === "UTC" ? "UTC" : abbreviationOf(this.#ms, this.#zone) || this.#offset("");
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

/** A moment some years, months and days later; days that a month lacks go over into the next. */
export function shifted(ms: number, years: number, months: number, days: number): number {
  const date = new Date(ms);
  const [year, month, day] = [
    date.getUTCFullYear() + years,
    date.getUTCMonth() + months,
    date.getUTCDate() + days,
  ];
  date.setUTCFullYear(year, month, day);
  return date.getTime();
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
