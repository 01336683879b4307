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

/** Names that stand for a time, all in UTC. Numbers are whole ones, which SQLite writes without a point. */
export const macros: Readonly<Record<string, (now: Date) => string | bigint>> = {
  "@now": stored,
  "@yesterday": (now) => stored(new Date(now.getTime() - day)),
  "@tomorrow": (now) => stored(new Date(now.getTime() + day)),
  "@second": (now) => BigInt(now.getUTCSeconds()),
  "@minute": (now) => BigInt(now.getUTCMinutes()),
  "@hour": (now) => BigInt(now.getUTCHours()),
  "@day": (now) => BigInt(now.getUTCDate()),
  "@month": (now) => BigInt(now.getUTCMonth() + 1),
  "@weekday": (now) => BigInt(now.getUTCDay()),
  "@year": (now) => BigInt(now.getUTCFullYear()),
  "@todayStart": (now) => startOf(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()),
  "@todayEnd": (now) => endOf(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()),
  "@monthStart": (now) => startOf(now.getUTCFullYear(), now.getUTCMonth(), 1),
  "@monthEnd": (now) => endOf(now.getUTCFullYear(), now.getUTCMonth() + 1, 0),
  "@yearStart": (now) => startOf(now.getUTCFullYear(), 0, 1),
  "@yearEnd": (now) => endOf(now.getUTCFullYear(), 11, 31),
};
