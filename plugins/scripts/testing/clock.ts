import type { Crons } from "../../crons/contract.ts";

const RealDate = Date;
/** Where the clock stands, in milliseconds; undefined while it runs. */
let standing: number | undefined;

/** Puts a `Date` in place that can be set. For the whole process, and for good. */
export function installClock(): void {
  const now = (): number => standing ?? RealDate.now();
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, given, as) => Reflect.construct(target, given.length === 0 ? [now()] : given, as),
    apply: () => String(new RealDate(now())),
    get: (target, name) => (name === "now" ? now : Reflect.get(target, name)),
  });
}

/** The clock runs again. */
export function releaseClock(): void {
  standing = undefined;
}

export interface Span {
  readonly days?: number;
  readonly hours?: number;
  readonly minutes?: number;
  readonly seconds?: number;
}

const minuteMs = 60_000;

/** The time in a test: of requests, hooks, rules, tokens and jobs alike. */
export class TestClock {
  readonly #crons: Crons;
  readonly #checkJobs: () => void;

  /** `checkJobs` throws if a job failed. */
  constructor(crons: Crons, checkJobs: () => void) {
    this.#crons = crons;
    this.#checkJobs = checkJobs;
  }

  /** Stops the clock at a moment; texts without an offset are in UTC. */
  set(moment: string | number | Date): void {
    const ms = typeof moment === "string" ? parse(moment) : Number(moment);
    if (Number.isNaN(ms)) throw new Error(`clock.set() cannot read ${JSON.stringify(moment)} as a moment.`);
    standing = ms;
  }

  now(): Date {
    return new Date();
  }

  /** Moves the clock on, running every job that is due on the way, and stops it there. */
  async advance(by: Span | number): Promise<void> {
    const from = Date.now();
    const until = from + (typeof by === "number" ? by : msOf(by));
    for (let at = nextMinute(from); at <= until; at += minuteMs) {
      standing = at;
      await this.#crons.runDue(new RealDate(at));
      this.#checkJobs();
    }
    standing = until;
  }
}

function msOf({ days = 0, hours = 0, minutes = 0, seconds = 0 }: Span): number {
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
}

function nextMinute(ms: number): number {
  return (Math.floor(ms / minuteMs) + 1) * minuteMs;
}

// As records write moments: "2026-01-31 12:00:00.000Z"; the day or the zone may stand alone or be missing.
function parse(text: string): number {
  const iso = text.trim().replace(" ", "T");
  const hasTime = iso.includes("T");
  return RealDate.parse(hasTime && !/(?:Z|[+-]\d\d:?\d\d)$/.test(iso) ? `${iso}Z` : iso);
}
