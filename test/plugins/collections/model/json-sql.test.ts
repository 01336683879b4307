import Sqlite from "better-sqlite3";
import { expect, test } from "vitest";
import { escapeJson } from "../../../../kernel/http/json.ts";
import { makeField } from "../../../../plugins/collections/model/default-fields.ts";
import { fieldType } from "../../../../plugins/collections/model/field-types.ts";

// Text built by SQLite must be what JSON.stringify writes, or NULL: then the row is built from its values.

interface Written {
  readonly value: unknown;
  readonly expected: string;
  readonly text: string | null;
}

function write(typeName: string, given: readonly unknown[], options = {}): readonly Written[] {
  const type = fieldType(typeName);
  if (type === undefined) throw new Error(`no type ${typeName}`);
  const field = makeField(typeName, "x", options);
  const db = new Sqlite(":memory:");
  db.exec(`CREATE TABLE t (x ${type.columnType(field).replace(" NOT NULL", "")})`);
  const insert = db.prepare("INSERT INTO t VALUES (?)");
  for (const value of given) insert.run(value);
  const rows = db.prepare(`SELECT x, ${type.jsonSql(field, "`x`")} AS text FROM t`).all() as {
    x: string | number | null;
    text: string | null;
  }[];
  db.close();
  return rows.map(({ x, text }) => {
    const value = type.toJson(field, type.fromColumn(field, x));
    return {
      value,
      expected: escapeJson(JSON.stringify(value)),
      text: text === null ? null : escapeJson(text),
    };
  });
}

function expectExact(written: readonly Written[]): void {
  const wrong = written.filter(({ text, expected }) => text !== null && text !== expected);
  expect(wrong).toEqual([]);
}

function doubles(count: number): number[] {
  const bits = new DataView(new ArrayBuffer(8));
  return Array.from({ length: count }, (_, i) => {
    if (i % 4 === 0) return Math.random();
    if (i % 4 === 1) return Math.round(Math.random() * 1e9) / 100;
    if (i % 4 === 2) return (Math.random() - 0.5) * 10 ** Math.floor(Math.random() * 30 - 6);
    bits.setUint32(0, Math.random() * 2 ** 32);
    bits.setUint32(4, Math.random() * 2 ** 32);
    const value = bits.getFloat64(0);
    return Number.isFinite(value) ? value : 0;
  });
}

test("numbers are exact or left to others, and everyday ones are exact", () => {
  const everyday = [0, 1, -5, 1.5, 0.1, 12345.67, -99.99, 2 ** 53 - 1, 1e15, null];

  expectExact(write("number", [...doubles(20_000), ...everyday]));
  expect(write("number", everyday).filter(({ text }) => text === null)).toEqual([]);
});

test("any text is exact", () => {
  const texts = Array.from({ length: 2000 }, () =>
    String.fromCodePoint(
      ...Array.from({ length: 8 }, () => Math.floor(Math.random() * (Math.random() < 0.5 ? 0x80 : 0xd7ff))),
    ),
  );
  const written = write("text", [...texts, "", "a\0b", "😀\u2028</>&", null, 5]);

  expectExact(written);
  expect(written.filter(({ text }) => text === null)).toEqual([]);
});

test.each([
  ["bool", [0, 1, null, 2, "true", "no"], {}],
  ["date", ["2024-01-02 03:04:05.678Z", "", null, "2024-01-02", "x"], {}],
  ["geoPoint", ['{"lon":1.5,"lat":-2}', null, '{"lat":1,"lon":2}', "x"], {}],
  ["select", ["a", "", null], {}],
  ["select", ['["a","b<"]', "[]", "", null, '[ "a" ]', "x"], { maxSelect: 2 }],
  ["json", ['{"b":[1,2],"a":"<"}', "[]", '"x"', "true", null, 5, 1.5, 1e300, "x", ' {"a":1}', ""], {}],
  ["password", ["hash", "", null], {}],
])("%s: %j with %j", (type, given, options) => {
  expectExact(write(type, given, options));
});
