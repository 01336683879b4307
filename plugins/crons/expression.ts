/** The minutes a cron expression names: five fields or a macro, without names and seconds. Moments are read in UTC. */
export interface Schedule {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly days: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  /** 0 is Sunday. */
  readonly weekdays: ReadonlySet<number>;
}

interface Range {
  readonly min: number;
  readonly max: number;
}

const macros: Readonly<Record<string, string>> = {
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
  "@monthly": "0 0 1 * *",
  "@weekly": "0 0 * * 0",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@hourly": "0 * * * *",
};

/** The five fields a macro stands for; other expressions are given back. */
export function spelledOut(expression: string): string {
  return macros[expression] ?? expression;
}

/** Throws an Error that says what is wrong, in the reference's words. */
export function parseExpression(expression: string): Schedule {
  const fields = spelledOut(expression).split(" ");
  const [minutes, hours, days, months, weekdays] = fields;
  if (
    fields.length !== 5 ||
    minutes === undefined ||
    hours === undefined ||
    days === undefined ||
    months === undefined ||
    weekdays === undefined
  ) {
    throw new Error(
      "invalid cron expression - must be a valid macro or to have exactly 5 space separated segments",
    );
  }
  return {
    minutes: parseField(minutes, { min: 0, max: 59 }),
    hours: parseField(hours, { min: 0, max: 23 }),
    days: parseField(days, { min: 1, max: 31 }),
    months: parseField(months, { min: 1, max: 12 }),
    weekdays: parseField(weekdays, { min: 0, max: 6 }),
  };
}

/** Whether a moment lies in a minute the schedule names. Unlike in classic cron both day fields must hold. */
export function isDue(schedule: Schedule, moment: Date): boolean {
  return (
    schedule.minutes.has(moment.getUTCMinutes()) &&
    schedule.hours.has(moment.getUTCHours()) &&
    isDueOn(schedule, moment)
  );
}

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** The 29th of February on one weekday comes again after at most 40 years. */
const mostDays = 366 * 40;

/** The first minute after a moment that the schedule names; undefined if there is none, as for the 31st of June. */
export function nextDue(schedule: Schedule, after: Date): Date | undefined {
  const first = (Math.floor(after.getTime() / minuteMs) + 1) * minuteMs;
  const today = first - (first % dayMs);
  for (let day = today; day < today + mostDays * dayMs; day += dayMs) {
    if (!isDueOn(schedule, new Date(day))) continue;
    for (let minute = Math.max(first, day); minute < day + dayMs; minute += minuteMs) {
      const moment = new Date(minute);
      if (isDue(schedule, moment)) return moment;
    }
  }
  return undefined;
}

function isDueOn({ days, months, weekdays }: Schedule, day: Date): boolean {
  return days.has(day.getUTCDate()) && months.has(day.getUTCMonth() + 1) && weekdays.has(day.getUTCDay());
}

function parseField(field: string, limits: Range): ReadonlySet<number> {
  const slots = new Set<number>();
  for (const part of field.split(",")) {
    const [body = "", stepText, ...rest] = part.split("/");
    if (rest.length > 0) throw new Error("invalid segment step format - must be in the format */n or 1-30/n");
    const step = stepText === undefined ? 1 : parseStep(stepText, limits);
    const { min, max } = parseRange(body, step, limits);
    for (let slot = min; slot <= max; slot += step) slots.add(slot);
  }
  return slots;
}

function parseStep(text: string, { max }: Range): number {
  const step = parseInteger(text);
  if (step < 1 || step > max) {
    throw new Error(`invalid segment step boundary - the step must be between 1 and the ${max}`);
  }
  return step;
}

function parseRange(body: string, step: number, limits: Range): Range {
  if (body === "*") return limits;
  const ends = body.split("-");
  const [from = "", to] = ends;
  if (to === undefined) return parseSingle(from, step, limits);
  if (ends.length > 2) {
    throw new Error("invalid segment range format - the range must have 1 or 2 parts");
  }
  const min = parseInteger(from);
  if (min < limits.min || min > limits.max) {
    throw new Error(`invalid segment range minimum - must be between ${limits.min} and ${limits.max}`);
  }
  const max = parseInteger(to);
  if (max < min || max > limits.max) {
    throw new Error(`invalid segment range maximum - must be between ${min} and ${limits.max}`);
  }
  return { min, max };
}

function parseSingle(text: string, step: number, limits: Range): Range {
  if (step !== 1) {
    throw new Error("invalid segment step - step > 1 could be used only with the wildcard or range format");
  }
  const slot = parseInteger(text);
  if (slot < limits.min || slot > limits.max) {
    throw new Error("invalid segment value - must be between the min and max of the segment");
  }
  return { min: slot, max: slot };
}

function parseInteger(text: string): number {
  const failed = (why: string): Error => new Error(`strconv.Atoi: parsing ${JSON.stringify(text)}: ${why}`);
  if (!/^[+-]?\d+$/.test(text)) throw failed("invalid syntax");
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw failed("value out of range");
  return value;
}
