import { expect, test } from "vitest";
import { storedName } from "../../../plugins/files/names.ts";

/** The name with its random parts as `*`. */
function shape(original: string, sniffed = ".txt"): string {
  return storedName(original, sniffed).replace(/_[a-z0-9]{10}(?=\.|$)/, "_*");
}

test.each([
  ["My Photo (1).PNG", "my_photo_1_*.PNG"],
  ["CamelCaseName.png", "camel_case_name_*.png"],
  ["HTTPServer2Go.txt", "httpserver2_go_*.txt"],
  ["ünï cödé.txt", "n_c_d_*.txt"],
  ["a/b\\cd.txt", "b_cd_*.txt"],
  ["double.tar.gz", "double_*.tar.gz"],
  ["v1.2.3.zip", "v1_2_*.3.zip"],
  ["no-extension", "no_extension_*.txt"],
  ["foo.", "foo_*.txt"],
  ["foo.$$", "foo_*.txt"],
  ["foo.ext with space", "foo_*.extwithspace"],
  ["name.toolongextension1234567890123", "name_*.tension1234567890123"],
  [`${"x".repeat(120)}.png`, `${"x".repeat(100)}_*.png`],
])("%s is stored as %s", (original, stored) => {
  expect(shape(original)).toBe(stored);
});

test("a name too short to mean anything gets ten more characters", () => {
  expect(shape("ab.txt")).toMatch(/^ab[a-z0-9]{10}_\*\.txt$/);
  expect(shape(".htaccess")).toMatch(/^[a-z0-9]{10}_\*\.htaccess$/);
  expect(shape("...")).toMatch(/^[a-z0-9]{10}_\*\.txt$/);
});

test("two files of one name are stored under two", () => {
  expect(storedName("same.txt", "")).not.toBe(storedName("same.txt", ""));
});
