/** When a cron expression next comes true (UTC); undefined if it is empty, wrong or years away. */
export function nextRun(expression: string, after: Date = new Date()): Date | undefined {
  const parts = expandMacro(expression.trim()).split(/\s+/);
  if (parts.length !== 5) return undefined;
  const [minute, hour, day, month, weekday] = parts.map((part, i) => readPart(part, ranges[i] ?? [0, 59]));
  if (!minute || !hour || !day || !month || !weekday) return undefined;
  const at = new Date(after);
  at.setUTCSeconds(0, 0);
  at.setUTCMinutes(at.getUTCMinutes() + 1);
  for (let steps = 0; steps < 20_000; steps++) {
    const dayFits =
      month.has(at.getUTCMonth() + 1) && day.has(at.getUTCDate()) && weekday.has(at.getUTCDay());
    if (!dayFits) at.setUTCHours(24, 0);
    else if (!hour.has(at.getUTCHours())) at.setUTCMinutes(60);
    else if (!minute.has(at.getUTCMinutes())) at.setUTCMinutes(at.getUTCMinutes() + 1);
    else return at;
  }
  return undefined;
}

const ranges: readonly (readonly [number, number])[] = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 6],
];

const macros: Readonly<Record<string, string>> = {
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
  "@monthly": "0 0 1 * *",
  "@weekly": "0 0 * * 0",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@hourly": "0 * * * *",
};

function expandMacro(expression: string): string {
  return macros[expression] ?? expression;
}

// "1-5,10,*/15" → the numbers it stands for.
function readPart(part: string, [low, high]: readonly [number, number]): Set<number> | undefined {
  const found = new Set<number>();
  for (const piece of part.split(",")) {
    const match = /^(?:\*|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(piece);
    if (match === null) return undefined;
    const from = match[1] === undefined ? low : Number(match[1]);
    const to =
      match[2] === undefined
        ? match[1] === undefined || match[3] !== undefined
          ? high
          : from
        : Number(match[2]);
    const step = Number(match[3] ?? 1);
    if (from < low || to > high || step < 1) return undefined;
    for (let n = from; n <= to; n += step) found.add(n);
  }
  return found;
}
