import { expect, test } from "vitest";
import { escapeHtml, fillPlaceholders } from "../../../../plugins/auth/letters/placeholders.ts";
import { createHouse } from "../house.ts";

test("text is made safe for HTML the way the reference writes it", () => {
  expect(escapeHtml(`<a href="x">Tom & 'Ann'</a>`)).toBe(
    "&lt;a href=&#34;x&#34;&gt;Tom &amp; &#39;Ann&#39;&lt;/a&gt;",
  );
});

test("placeholders are filled in, those of hidden and unknown fields stay as they are", async () => {
  const house = await createHouse();
  const record = await house.signUp("ann@example.com", { name: "<b>Ann</b>" });
  const text =
    "{APP_NAME}|{RECORD:name}|{RECORD:verified}|{RECORD:tokenKey}|{RECORD:password}|{RECORD:nope}|{TOKEN}";
  expect(fillPlaceholders(text, { APP_NAME: "Acme" }, record)).toBe(
    "Acme|&lt;b&gt;Ann&lt;/b&gt;|false|{RECORD:tokenKey}|{RECORD:password}|{RECORD:nope}|{TOKEN}",
  );
});

test("a value is not read as a placeholder again", async () => {
  const house = await createHouse();
  const record = await house.signUp("ann@example.com", { name: "{TOKEN}" });
  expect(fillPlaceholders("{RECORD:name}", { TOKEN: "secret" }, record)).toBe("{TOKEN}");
});
