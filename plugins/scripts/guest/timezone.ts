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

const formats = new Map<string, Intl.DateTimeFormat>();

/** The letters a zone is known by at a moment, e.g. CET; "" where it has none. */
export function abbreviationOf(ms: number, zone: string): string {
  for (const language of ["en-US", "en-GB", "en-AU"]) {
    const format = new Intl.DateTimeFormat(language, { timeZone: zone, timeZoneName: "short" });
    const name = format.formatToParts(ms).find(({ type }) => type === "timeZoneName")?.value ?? "";
    if (/^[A-Z]{2,5}$/.test(name)) return name;
  }
  return "";
}

/** How many milliseconds a zone is ahead of UTC at a moment. */
export function offsetOf(ms: number, zone: string): number {
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
