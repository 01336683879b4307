/** How values look to people: dates, sizes, durations, amounts. */

export function parseDate(text: string): Date | undefined {
  if (text === "") return undefined;
  const date = new Date(text.replace(" ", "T"));
  return Number.isNaN(date.getTime()) ? undefined : date;
}

const dayTime = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });

export function formatDate(text: string): string {
  const date = parseDate(text);
  return date === undefined ? "" : dayTime.format(date);
}

const ago = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });
const spans = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
] as const;

export function formatAgo(date: Date, now: number = Date.now()): string {
  const seconds = (date.getTime() - now) / 1000;
  const [unit, size] = spans.find(([, span]) => Math.abs(seconds) >= span) ?? ["second", 1];
  return ago.format(Math.round(seconds / size), unit);
}

export function formatSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const power = Math.min(Math.floor(Math.log2(bytes) / 10), 4);
  return `${(bytes / 1024 ** power).toFixed(bytes < 10 * 1024 ** power ? 1 : 0)} ${["KiB", "MiB", "GiB", "TiB"][power - 1]}`;
}

export function formatNumber(amount: number): string {
  return new Intl.NumberFormat().format(amount);
}

export function formatMs(ms: number): string {
  if (ms < 1) return `${ms.toFixed(2)} ms`;
  if (ms < 1000) return `${ms.toFixed(ms < 10 ? 1 : 0)} ms`;
  return `${(ms / 1000).toFixed(2)} s`;
}

/** 600 → "10 minutes". Only whole units, so that nothing is rounded away. */
export function formatSeconds(seconds: number): string {
  for (const [unit, size] of [
    ["day", 86_400],
    ["hour", 3_600],
    ["minute", 60],
  ] as const) {
    if (seconds >= size && seconds % size === 0) return plural(seconds / size, unit);
  }
  return plural(seconds, "second");
}

export function plural(amount: number, noun: string): string {
  return `${formatNumber(amount)} ${noun}${amount === 1 ? "" : "s"}`;
}

/** The date as the server writes it: UTC, with a space in the middle. */
export function serverDate(date: Date): string {
  return date.toISOString().replace("T", " ");
}
