// biome-ignore-all lint/suspicious/noExplicitAny: fields, bodies and SQL rows hold whatever the application put there
/** A moment to the millisecond, in UTC; may be none (`isZero()`). Reads as `2024-01-02 03:04:05.678Z`. */
declare class DateTime {
  /** Without a value: now. `zone` is that of texts without an offset. */
  constructor(value?: string, zone?: string);
  time(): Time;
  /** Nanoseconds. */
  add(duration: number): DateTime;
  sub(other: DateTime): number;
  addDate(years: number, months: number, days: number): DateTime;
  after(other: DateTime): boolean;
  before(other: DateTime): boolean;
  compare(other: DateTime): number;
  equal(other: DateTime): boolean;
  /** Seconds since 1970. */
  unix(): number;
  isZero(): boolean;
  string(): string;
  toString(): string;
  toJSON(): string;
}

/** A moment as seen in a zone. */
interface Time {
  unix(): number;
  unixMilli(): number;
  year(): number;
  month(): { valueOf(): number; toString(): string };
  day(): number;
  weekday(): { valueOf(): number; toString(): string };
  hour(): number;
  minute(): number;
  second(): number;
  nanosecond(): number;
  yearDay(): number;
  in(zone: Timezone): Time;
  utc(): Time;
  add(duration: number): Time;
  addDate(years: number, months: number, days: number): Time;
  sub(other: Time): number;
  before(other: Time): boolean;
  after(other: Time): boolean;
  equal(other: Time): boolean;
  isZero(): boolean;
  /** By a layout such as `2006-01-02 15:04`. */
  format(layout: string): string;
  string(): string;
}

/** A time zone by its IANA name; unknown names are UTC. */
declare class Timezone {
  constructor(name?: string);
  string(): string;
}

/** The value of a JSON field: bytes as a list, text as a string, itself again in answers and records. */
interface JsonRaw extends Array<number> {
  string(): string;
  toString(): string;
}

/** A row whose shape gives the types: `new DynamicModel({ id: "", total: 0, roles: [] })`. */
declare const DynamicModel: new <Shape extends Data>(shape: Shape) => Shape & Data;

/** A list to be filled with models like this one. */
declare function arrayOf<Model>(model: Model): Model[];
declare function nullString(): string | null;
declare function nullBool(): boolean | null;
declare function nullInt(): number | null;
declare function nullFloat(): number | null;
declare function nullArray(): any[] | null;
declare function nullObject(): Data | null;

/** A file on its way into a record. */
interface FilesystemFile {
  readonly name: string;
  readonly originalName: string;
  readonly size: number;
}
