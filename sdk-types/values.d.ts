// biome-ignore-all lint/suspicious/noExplicitAny: fields, bodies and SQL rows hold whatever the application put there
/** A moment to the millisecond, in UTC; may be none (`isZero()`). Reads as `2024-01-02 03:04:05.678Z`. */
declare class DateTime {
  /** Without a value: now. `zone` is that of texts without an offset. */
  constructor(value?: string, zone?: string);
  time(): Time;
  /** Nanoseconds, or what `sub` gave. */
  add(duration: number): DateTime;
  sub(other: DateTime): Duration;
  addDate(years: number, months: number, days: number): DateTime;
  after(other: DateTime): boolean;
  before(other: DateTime): boolean;
  compare(other: DateTime): number;
  equal(other: DateTime): boolean;
  /** Seconds since 1970. */
  unix(): number;
  isZero(): boolean;
  /** Becomes the moment of what was found in a table: text, or seconds since 1970. */
  scan(value: string | number | null): void;
  /** As it is kept in a table. */
  value(): string;
  string(): string;
  toString(): string;
  toJSON(): string;
  marshalJSON(): string;
}

/** A span of time: counts as its nanoseconds wherever a number is asked for, and reads as `1h2m3.5s`. */
type Duration = number & {
  hours(): number;
  minutes(): number;
  seconds(): number;
  milliseconds(): number;
  microseconds(): number;
  nanoseconds(): number;
  abs(): Duration;
  string(): string;
};

/** A number that reads as a name, such as a month. */
interface NamedNumber {
  valueOf(): number;
  string(): string;
  toString(): string;
}

/** A moment as seen in a zone. */
interface Time {
  unix(): number;
  unixMilli(): number;
  unixNano(): number;
  year(): number;
  month(): NamedNumber;
  date(): [year: number, month: NamedNumber, day: number];
  day(): number;
  weekday(): NamedNumber;
  hour(): number;
  minute(): number;
  second(): number;
  nanosecond(): number;
  yearDay(): number;
  in(zone: Timezone): Time;
  utc(): Time;
  /** In the zone of the server, which is UTC. */
  local(): Time;
  location(): Timezone;
  add(duration: number): Time;
  /** Down to a multiple of a duration. */
  truncate(duration: number): Time;
  /** To the nearest multiple of a duration. */
  round(duration: number): Time;
  addDate(years: number, months: number, days: number): Time;
  sub(other: Time): Duration;
  before(other: Time): boolean;
  after(other: Time): boolean;
  equal(other: Time): boolean;
  compare(other: Time): number;
  isZero(): boolean;
  /** By a layout such as `2006-01-02 15:04`. */
  format(layout: string): string;
  string(): string;
  toString(): string;
  toJSON(): string;
}

/** A time zone by its IANA name; unknown names are UTC. */
declare class Timezone {
  constructor(name?: string);
  string(): string;
  toString(): string;
}

/** A place, as records keep it; its text is its JSON. */
interface GeoPoint {
  lon: number;
  lat: number;
  asMap(): { lon: number; lat: number };
  string(): string;
  toString(): string;
}

/** The value of a JSON field: bytes as a list, text as a string, itself again in answers and records. */
interface JsonRaw extends Array<number> {
  string(): string;
  toString(): string;
}

/** A row whose shape gives the types: `new DynamicModel({ id: "", total: 0, roles: [] })`. */
declare const DynamicModel: new <Shape extends Data>(shape: Shape) => RowOf<Shape> & Data;

/** What becomes of a shape: objects are read with `get`, lists without items hold anything. */
type RowOf<Shape> = {
  [Key in keyof Shape]: Shape[Key] extends never[]
    ? any[]
    : Shape[Key] extends any[]
      ? Shape[Key]
      : Shape[Key] extends object
        ? JsonMap
        : Shape[Key];
};

/** A JSON object of a row. */
interface JsonMap {
  get(key: string): any;
  set(key: string, value: any): void;
  string(): string;
  toString(): string;
  toJSON(): Data;
}

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
  /** As its content says. */
  readonly mimeType: string;
  /** What the client called it. */
  readonly filename: string;
  readonly header: HttpHeader;
  /** `toString(file.reader.open())` gives the text. */
  readonly reader: { open(): FilesystemFile };
  bytes(): Uint8Array;
  close(): void;
  toString(): string;
}
