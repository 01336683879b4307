import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import type { RequestInfo } from "../../../../plugins/records/contract.ts";
import { InvalidFilter } from "../../../../plugins/records/errors.ts";
import { RecordModel } from "../../../../plugins/records/model/record.ts";
import { compile } from "../../../../plugins/records/rules/compile.ts";
import { makeFuzzData } from "./fuzz-data.ts";
import { dice, randomFilter } from "./random-filters.ts";
import { guest, World } from "./world.ts";

type Who = "superuser" | "user" | "guest";

// What PocketBase 0.39.11 answered to the same filters over the same rows.
const answers = JSON.parse(
  readFileSync(new URL("./random-filters.json", import.meta.url), "utf8"),
) as (readonly [collection: string, who: Who, filter: string, ids: string])[];

const world = new World();
const infos = new Map<Who, RequestInfo>();

beforeAll(async () => {
  await makeFuzzData(world.send);
  await world.send("POST", "/api/collections", { name: "_superusers", type: "auth" });
  const superuser = new RecordModel(world.find("_superusers") ?? world.record("fusers", "u1").collection);
  superuser.load({ id: "su1" });
  infos.set("superuser", { ...guest, auth: superuser });
  infos.set("user", { ...guest, auth: world.record("fusers", "u1") });
  infos.set("guest", guest);
});

function ask(collection: string, who: Who, filter: string, strategy: "each" | "set" | "list"): string {
  const asked = infos.get(who) as RequestInfo;
  const info = { ...asked, query: { q: "x", n: "5", filter } };
  try {
    return world.ids(collection, filter, {
      info,
      author: who === "superuser" ? "server" : "client",
      strategy,
    });
  } catch {
    return "refused";
  }
}

describe.each(["each", "set", "list"] as const)("looking up related rows for %s", (strategy) => {
  test(`${answers.length} random filters give what the reference gave`, () => {
    const wrong = answers.filter(
      ([collection, who, filter, ids]) => ask(collection, who, filter, strategy) !== ids,
    );
    expect(wrong).toEqual([]);
  });
});

test("no value of a filter stands in the text of its SQL", () => {
  const roll = dice(5);
  const collection = world.find("fposts");
  if (collection === undefined) throw new Error("no collection");
  for (let i = 0; i < 500; i++) {
    const filter = randomFilter(roll, "fposts", "server").replaceAll("'a'", "'needle\\'); DROP TABLE x;--'");
    const { where } = compile(
      { collection, filter, author: "server", strategy: "set" },
      { find: world.find, info: guest },
    );
    expect(where?.text ?? "").not.toContain("needle");
    expect((where?.text.match(/\?/g) ?? []).length).toBe(where?.values.length ?? 0);
  }
});

test("what is the same for all rows is nothing to sort by", () => {
  const collection = world.find("fposts");
  if (collection === undefined) throw new Error("no collection");
  const order = (sort: string) =>
    compile(
      { collection, sort, author: "server", strategy: "set" },
      { find: world.find, info: { ...guest, query: { n: "5" } } },
    ).order;
  expect(order("-author.name,title")?.text).toContain("DESC");
  for (const sort of [
    "@request.query.n",
    "@request.query.n:isset",
    "@request.auth.name",
    "@request.body.title",
  ])
    expect(() => order(sort)).toThrow(InvalidFilter);
});
