import { expect, test } from "vitest";
import { downloadAvatar, isPublic } from "../../../../plugins/auth/oauth2/avatar.ts";
import { startMockProvider } from "./mock-provider.ts";

test.each([
  "0.0.0.0",
  "10.0.0.1",
  "100.64.0.1",
  "127.0.0.1",
  "169.254.169.254",
  "172.31.255.255",
  "192.168.1.1",
  "198.18.0.1",
  "224.0.0.1",
  "255.255.255.255",
  "::",
  "::1",
  "::ffff:127.0.0.1",
  "::ffff:7f00:1",
  "64:ff9b::7f00:1",
  "2001::1",
  "2002:7f00:1::",
  "fc00::1",
  "fe80::1",
  "ff02::1",
  "not an address",
])("%s is inside", (ip) => {
  expect(isPublic(ip)).toBe(false);
});

test.each(["1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450::1"])(
  "%s is outside",
  (ip) => {
    expect(isPublic(ip)).toBe(true);
  },
);

test("nothing inside is asked for a picture, by whatever name", async () => {
  const mock = await startMockProvider({ "GET /secret": "inside" });
  const { port } = new URL(mock.url);
  for (const host of [
    "127.0.0.1",
    "localhost",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "2130706433",
    "0x7f.1",
    "127.1",
  ]) {
    await expect(downloadAvatar(`http://${host}:${port}/secret`, "avatar"), host).rejects.toThrow();
  }
  for (const url of ["file:///etc/passwd", "ftp://example.com/a", "gopher://example.com", "nonsense"]) {
    await expect(downloadAvatar(url, "avatar"), url).rejects.toThrow();
  }
  expect(mock.asked).toEqual([]);
});
