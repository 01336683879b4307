import { expect, test } from "vitest";
import { jsonLines } from "../../../plugins/logs/json-lines.ts";

test("an entry is one line of JSON", () => {
  const lines: string[] = [];
  const write = jsonLines({ write: (text) => lines.push(text) });

  write({ level: 8, message: 'It "broke"\n', data: { error: new Error("why"), big: 10n }, time: 0 });

  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? "")).toEqual({
    time: "1970-01-01T00:00:00.000Z",
    level: "error",
    message: 'It "broke"\n',
    data: { error: "why", big: "10" },
  });
});
