import { expect, test } from "vitest";
import { isUrl } from "../../../../plugins/collections/model/addresses.ts";

test.each(["12:30", "http://12", "12.34", "ab.12", "ab.12.", "12.3.45", "12.34:5/x", "x@12:30"])(
  "%s is an address, as in the reference",
  (text) => expect(isUrl(text)).toBe(true),
);

test.each(["1234", "12:", "12:abcd", "1.23", "a.12", "a.b.12", "12.3", "ab.1", "1.2.3:80"])(
  "%s is none, as in the reference",
  (text) => expect(isUrl(text)).toBe(false),
);
