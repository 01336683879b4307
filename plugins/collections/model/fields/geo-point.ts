import { ValidationError } from "#kernel";
import type { Field, FieldType } from "../field.ts";
import { cannotBeBlank } from "../required.ts";

export interface GeoPoint {
  readonly lon: number;
  readonly lat: number;
}

const nowhere: GeoPoint = { lon: 0, lat: 0 };

/** A place on earth. */
export const geoPoint: FieldType = {
  name: "geoPoint",
  options: {},
  columnType: () => `JSON DEFAULT '{"lon":0,"lat":0}' NOT NULL`,
  isMultiple: () => false,
  zero: () => nowhere,
  normalize: (_field, value) => toPoint(value),
  fromColumn: (_field, value) => toPoint(value),
  toColumn: (_field, value) => JSON.stringify(value),
  toJson: (_field, value) => value,
  isEmpty: (_field, value) => isNowhere(value as GeoPoint),
  check,
  jsonSql: (_field, column) =>
    `CASE WHEN ${column} GLOB '{"lon":[-0-9]*,"lat":[-0-9]*}' THEN ${column} ` +
    `WHEN ${column} IS NULL THEN '{"lon":0,"lat":0}' END`,
};

function toPoint(value: unknown): GeoPoint {
  const given = typeof value === "string" ? parse(value) : value;
  if (typeof given !== "object" || given === null || Array.isArray(given)) return nowhere;
  return { lon: coordinate(given, "lon"), lat: coordinate(given, "lat") };
}

/** The number under a key in whatever case; 0 if there is none. */
function coordinate(point: object, key: string): number {
  const given = point as Readonly<Record<string, unknown>>;
  const names = Object.keys(given).filter((name) => name.toLowerCase() === key);
  const value = given[names.sort().at(-1) ?? key];
  return typeof value === "number" ? value : 0;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isNowhere({ lon, lat }: GeoPoint): boolean {
  return lon === 0 && lat === 0;
}

function check(field: Field, value: unknown): ValidationError | undefined {
  const { lon, lat } = value as GeoPoint;
  if (isNowhere({ lon, lat })) return field.required === true ? cannotBeBlank() : undefined;
  if (lat < -90 || lat > 90)
    return new ValidationError("validation_invalid_latitude", "Latitude must be between -90 and 90 degrees.");
  if (lon < -180 || lon > 180)
    return new ValidationError(
      "validation_invalid_longitude",
      "Longitude must be between -180 and 180 degrees.",
    );
  return undefined;
}
