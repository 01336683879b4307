import { expect, test } from "vitest";
import { check } from "../../../plugins/settings/checks.ts";
import { isEmail, isHost, isIpOrSubnet, isUrl } from "../../../plugins/settings/formats.ts";

// All of these were asked of PocketBase 0.39.11.
const cases = {
  url: {
    format: isUrl,
    valid: [
      "localhost:80",
      "http://a",
      "ftp://x.y/z",
      "mailto:x@y.z",
      "http://user:pw@h.co/p?q#f",
      "http://[::1]:80",
      "http://ä.de",
      "http://x.y.",
      "1.2.3.4:80",
      "wss://a.b",
    ],
    invalid: [
      "a.b",
      "localhost",
      "http://a_b.c",
      "http://ab_.com",
      "http://a.b_c.com",
      "//x.y",
      "HTTP://X.Y",
      "http://x..y",
      "http://-x.y",
      "https://x.y/a b",
      "foo://x.y",
      "/a/b",
      ".a.b",
    ],
  },
  email: {
    format: isEmail,
    valid: ["a@b.c", "ä@b.c", "a@b.c.", "a@b_c.de", "a@ü.de"],
    invalid: ["a", "a@b", "a b@c.d", "A <a@b.c>", "a@-b.c", "a..b@c.de", "a@1.2.3.4", ".a@b.co"],
  },
  host: {
    format: isHost,
    valid: ["a", "a.b", "1.2.3.4", "::1", "a_b", "a.b.", "localhost"],
    invalid: ["a b", "[::1]", "-a", "ä", "a:80", "x..y"],
  },
  ip: {
    format: isIpOrSubnet,
    valid: ["1.2.3.4", "1.2.3.4/8", "::1/128", "fe80::1%eth0", "::ffff:1.2.3.4"],
    invalid: ["1.2.3", "01.2.3.4", "1.2.3.4/33", "1.2.3.4/08"],
  },
};

for (const [name, { format, valid, invalid }] of Object.entries(cases)) {
  test.each(valid)(`%s is a valid ${name}`, (text) => expect(check(text, [format])).toBeUndefined());
  test.each(invalid)(`%s is no valid ${name}`, (text) => expect(check(text, [format])).toBeDefined());
}
