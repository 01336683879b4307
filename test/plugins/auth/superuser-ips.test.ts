import { expect, test } from "vitest";
import { isListed } from "../../../plugins/auth/superuser-ips.ts";
import { Settings } from "../../../plugins/settings/contract.ts";
import { createHouse, password } from "./house.ts";

test.each([
  ["127.0.0.1", ["127.0.0.1"], true],
  ["10.1.2.3", ["10.0.0.0/8"], true],
  ["11.1.2.3", ["10.0.0.0/8"], false],
  ["2001:0db8:0000:0000:0000:0000:0000:0001", ["2001:db8::1"], true],
  ["2001:0db8:0000:0000:0000:0000:0000:0002", ["2001:db8::/120"], true],
  ["10.0.0.1", ["::/0"], false],
  ["invalid IP", ["0.0.0.0/0"], false],
  ["10.0.0.1", ["nonsense", ""], false],
])("%s in %j: %s", (ip, list, expected) => {
  expect(isListed(list, ip)).toBe(expected);
});

test("a superuser from elsewhere is refused, with a good token as well as at the door", async () => {
  const house = await createHouse();
  const settings = house.app.service(Settings);
  await settings.save(house.scope.db, { ...structuredClone(settings.values), superuserIPs: ["10.0.0.1"] });

  const withToken = await house.ask("GET /api/settings", { token: house.root });
  const atTheDoor = await house.ask("POST /api/collections/_superusers/auth-with-password", {
    body: { identity: "root@example.com", password },
  });

  expect(withToken.status).toBe(403);
  expect(atTheDoor).toMatchObject({
    status: 403,
    body: { message: "You are not allowed to perform this request." },
  });
});
