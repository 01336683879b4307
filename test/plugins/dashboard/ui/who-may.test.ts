import { expect, test } from "vitest";
import { sayWhoMay } from "../../../../plugins/dashboard/ui/routes/collections/edit/who-may.ts";

test.each([
  [null, "only superusers"],
  ["", "everyone, signed in or not"],
  ["  // nothing yet", "everyone, signed in or not"],
  ["@request.auth.id != ''", "anyone who is signed in"],
  ['@request.auth.id = ""', "only those who are not signed in"],
  ["id = @request.auth.id", "the account itself"],
  ["@request.auth.id = author.id", "whoever is in “author”"],
  ["members.id ?= @request.auth.id", "whoever is in “members”"],
  ["@request.auth.collectionName = 'staff'", "accounts of staff"],
  ["status = 'public' || author = @request.auth.id", "when status is 'public', or whoever is in “author”"],
  ["title ~ 'a || b'", "when title contains 'a || b'"],
])("the rule %s is said as: %s", (rule, said) => {
  expect(sayWhoMay(rule)).toBe(said);
});

test.each([
  "(a = 1 || b = 2) && c = 3",
  "@collection.memberships.user ?= @request.auth.id",
  "@request.body.role:isset = false",
])("the rule %s is called a condition rather than guessed at", (rule) => {
  expect(sayWhoMay(rule)).toContain("condition");
});
