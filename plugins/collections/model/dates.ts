import { toText } from "./casts.ts";

// Dates are kept as text, "2024-01-02 03:04:05.678Z", in UTC; "" is no date.

const stored = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}Z$/;

/** True if the text has the form dates are stored in. */
export function isStoredDate(text: string): boolean {
  return stored.test(text);
}

/** Milliseconds since 1970 as a stored date. */
export function formatDate(ms: number): string {
  // Many records are written in one millisecond.
  if (ms !== lastFormatted.ms) lastFormatted = { ms, text: new Date(ms).toISOString().replace("T", " ") };
  return lastFormatted.text;
}

let lastFormatted = { ms: 0, text: "1970-01-01 00:00:00.000Z" };

/** Any input as a stored date; "" for what is no date. Numbers are not read as times. */
export function toDate(value: unknown): string {
  if (value instanceof Date) return isZero(value.getTime()) ? "" : formatDate(value.getTime());
  if (typeof value === "object") return toDate(toText(value));
  if (typeof value !== "string" || value === "") return "";
  const ms = parseDate(value);
  return ms === undefined || isZero(ms) ? "" : formatDate(ms);
}

/** Milliseconds since 1970 of a stored date; undefined for "". */
export function timeOf(date: string): number | undefined {
  return date === "" ? undefined : Date.parse(date.replace(" ", "T"));
}

// The year 1, where the reference's zero time lies.
function isZero(ms: number): boolean {
  return Number.isNaN(ms) || ms === -62135596800000;
}

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const weekday = "(?:mon|tue|wed|thu|fri|sat|sun)";
const longWeekday = "(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)";
const month = `(?<mon>${months.join("|")})`;
const clock = "(?<h>\\d{1,2}):(?<m>\\d\\d):(?<s>\\d\\d)(?:[.,](?<f>\\d+))?";
const offset = "(?<zone>[+-]\\d{4})";
const named = "(?<name>[A-Z]{3,4}|[A-Z]{3}[+-]\\d{1,2}|[+-]\\d\\d)";

const numericForms: readonly string[] = [
  `(?<y>\\d{4})-(?<mo>\\d\\d)-(?<d>\\d\\d)`,
  `(?<y>\\d{4})-(?<mo>\\d\\d)-(?<d>\\d\\d)T${clock}(?<zone>Z|[+-]\\d\\d:?\\d\\d)?`,
  `(?<y>\\d{4})-(?<mo>\\d\\d)-(?<d>\\d\\d) ${clock}(?<zone>Z| ?[+-]\\d\\d:?\\d\\d)?`,
  `(?<y>\\d{4})-(?<mo>\\d\\d)-(?<d>\\d\\d) ${clock} ${offset} ${named}`,
];

const namedForms: readonly string[] = [
  `${weekday}, (?<d>\\d\\d) ${month} (?<y>\\d{4}) ${clock} (?:${offset}|${named})`,
  `(?<d>\\d\\d) ${month} (?<yy>\\d\\d) (?<h>\\d{1,2}):(?<m>\\d\\d) (?:${offset}|${named})`,
  `${longWeekday}, (?<d>\\d\\d)-${month}-(?<yy>\\d\\d) ${clock} ${named}`,
  `${weekday} ${month} +(?<d>\\d{1,2}) ${clock} (?:(?:${offset}|${named}) )?(?<y>\\d{4})`,
  `(?<d>\\d\\d) ${month} (?<y>\\d{4})`,
  `${month} +(?<d>\\d{1,2}) ${clock}`,
  `(?<h>\\d{1,2}):(?<m>\\d\\d)(?<half>[AP]M)`,
];

const forms: readonly RegExp[] = [
  ...numericForms.map((form) => new RegExp(`^${form}$`)),
  ...namedForms.map((form) => new RegExp(`^${form}$`, "i")),
];

function parseDate(text: string): number | undefined {
  for (const form of forms) {
    const parts = form.exec(text)?.groups;
    if (parts !== undefined) return toMs(parts);
  }
  return undefined;
}

// A form without year, month or day means the first one there is.
function toMs(parts: Readonly<Record<string, string | undefined>>): number | undefined {
  const year = parts.yy === undefined ? Number(parts.y ?? 0) : fullYear(Number(parts.yy));
  const monthIndex =
    parts.mon === undefined ? Number(parts.mo ?? 1) - 1 : months.indexOf(parts.mon.toLowerCase());
  const day = Number(parts.d ?? 1);
  const [h, m, s] = [hourOf(parts), Number(parts.m ?? 0), Number(parts.s ?? 0)];
  const zone = zoneMs(parts.zone);
  if (h > 23 || m > 59 || s > 59 || zone === undefined) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, monthIndex, day);
  if (date.getUTCMonth() !== monthIndex || date.getUTCDate() !== day) return undefined; // 31 February
  date.setUTCHours(h, m, s, Number((parts.f ?? "").padEnd(3, "0").slice(0, 3)));
  return date.getTime() - zone;
}

function hourOf({ h = "0", half }: Readonly<Record<string, string | undefined>>): number {
  if (half === undefined) return Number(h);
  if (Number(h) > 12) return Number.NaN;
  return (Number(h) % 12) + (half.toUpperCase() === "PM" ? 12 : 0);
}

function fullYear(twoDigits: number): number {
  return twoDigits >= 69 ? 1900 + twoDigits : 2000 + twoDigits;
}

// Names of zones are not known here, as little as to the reference on a server in UTC.
function zoneMs(zone: string | undefined): number | undefined {
  const match = /([+-])(\d\d):?(\d\d)/.exec(zone ?? "");
  if (match === null) return 0;
  const [hours, rest] = [Number(match[2]), Number(match[3])];
  if (hours > 24 || rest > 60) return undefined;
  const minutes = hours * 60 + rest;
  return (match[1] === "-" ? -minutes : minutes) * 60_000;
}
