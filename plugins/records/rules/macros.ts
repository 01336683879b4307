import type { SqlValue } from "#kernel";

const day = 24 * 60 * 60 * 1000;

/** A date as records store it. */
export function stored(date: Date): string {
  return date.toISOString().replace("T", " ");
}

function startOf(year: number, month: number, date: number): string {
  return stored(new Date(Date.UTC(year, month, date)));
}

function endOf(year: number, month: number, date: number): string {
  return stored(new Date(Date.UTC(year, month, date, 23, 59, 59, 999)));
}

/** Names that stand for a time, all in UTC. */
export const macros: Readonly<Record<string, (now: Date) => SqlValue>> = {
  "@now": stored,
  "@yesterday": (now) => stored(new Date(now.getTime() - day)),
  "@tomorrow": (now) => stored(new Date(now.getTime() + day)),
  "@second": (now) => now.getUTCSeconds(),
  "@minute": (now) => now.getUTCMinutes(),
  "@hour": (now) => now.getUTCHours(),
  "@day": (now) => now.getUTCDate(),
  "@month": (now) => now.getUTCMonth() + 1,
  "@weekday": (now) => now.getUTCDay(),
  "@year": (now) => now.getUTCFullYear(),
  "@todayStart": (now) => startOf(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()),
  "@todayEnd": (now) => endOf(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()),
  "@monthStart": (now) => startOf(now.getUTCFullYear(), now.getUTCMonth(), 1),
  "@monthEnd": (now) => endOf(now.getUTCFullYear(), now.getUTCMonth() + 1, 0),
  "@yearStart": (now) => startOf(now.getUTCFullYear(), 0, 1),
  "@yearEnd": (now) => endOf(now.getUTCFullYear(), 11, 31),
};
