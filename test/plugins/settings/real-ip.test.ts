import { expect, test } from "vitest";
import type { RequestEvent } from "../../../kernel/index.ts";
import { expandIp, realIp } from "../../../plugins/settings/real-ip.ts";

function request(lines: Record<string, string[]>): RequestEvent {
  return { remoteIp: "10.0.0.1", request: { headersDistinct: lines } } as unknown as RequestEvent;
}

test.each([
  ["1.2.3.4", "1.2.3.4"],
  ["::1", "0000:0000:0000:0000:0000:0000:0000:0001"],
  ["2001:DB8::8:800", "2001:0db8:0000:0000:0000:0000:0008:0800"],
  ["::ffff:1.2.3.4", "1.2.3.4"],
  ["64:ff9b::1.2.3.4", "0064:ff9b:0000:0000:0000:0000:0102:0304"],
  ["fe80::1%eth0", "fe80:0000:0000:0000:0000:0000:0000:0001%eth0"],
  ["1.2.3", undefined],
])("%s in full is %s", (given, full) => {
  expect(expandIp(given)).toBe(full);
});

test("without trusted headers the socket is believed", () => {
  const e = request({ "x-forwarded-for": ["9.9.9.9"] });

  expect(realIp(e, { headers: [], useLeftmostIP: false })).toBe("10.0.0.1");
});

test("the last line of a trusted header counts, read from the side asked for", () => {
  const e = request({ "x-forwarded-for": ["9.9.9.9", "1.1.1.1, junk, 2.2.2.2, nope"] });

  expect(realIp(e, { headers: ["X-Missing", "X-Forwarded-For"], useLeftmostIP: false })).toBe("2.2.2.2");
  expect(realIp(e, { headers: ["X-Forwarded-For"], useLeftmostIP: true })).toBe("1.1.1.1");
});
