import { beforeEach, expect, test } from "vitest";
import { bind, type Db, type Sql } from "#kernel";
import { WriteCounts } from "../../../kernel/db/write-counts.ts";
import type { Collections } from "../../../plugins/collections/contract.ts";
import { KeptPages, type WrittenPage } from "../../../plugins/records/kept-pages.ts";

const database = { inTransaction: false } as Db;
const transaction = { inTransaction: true } as Db;
const posts = bind("SELECT 1 FROM `posts` WHERE `posts`.`title` = ?", ["a"]);

let writes: WriteCounts;
let pages: KeptPages;
let written: number;

beforeEach(() => {
  writes = new WriteCounts();
  writes.follow({ hasReactions: false, othersVersion: 0 });
  const known = new Map([
    ["posts", { name: "posts", isView: false }],
    ["latest", { name: "latest", isView: true }],
  ]);
  const collections = { find: (_db: Db, name: string) => known.get(name) } as unknown as Collections;
  pages = new KeptPages({ writes }, collections);
  written = 0;
});

async function ask(question: Sql, db = database): Promise<number> {
  const before = written;
  await pages.read(db, question, async (): Promise<WrittenPage> => {
    written++;
    return { json: Buffer.from("{}"), found: 1, total: 1 };
  });
  return written - before;
}

test("a page that is asked for a second time is kept for the third", async () => {
  expect([await ask(posts), await ask(posts), await ask(posts), await ask(posts)]).toEqual([1, 1, 0, 0]);
});

test("a page is worked out anew once its table was written to, and not for the sake of others", async () => {
  for (let i = 0; i < 3; i++) await ask(posts);
  writes.note("INSERT INTO `comments` (`id`) VALUES (?)");
  expect(await ask(posts)).toBe(0);
  writes.note("UPDATE `posts` SET `title` = ? WHERE `id` = ?");
  expect(await ask(posts)).toBe(1);
});

test("what was read before a commit does not outlast it", async () => {
  writes.note("DELETE FROM `posts` WHERE `id` = ?");
  for (let i = 0; i < 3; i++) await ask(posts);
  writes.settle();
  expect(await ask(posts)).toBe(1);
});

test("a change nobody can tell the table of ends all pages", async () => {
  for (let i = 0; i < 3; i++) await ask(posts);
  writes.noteAnything();
  expect(await ask(posts)).toBe(1);
});

test("other values are another page, a number is not its text", async () => {
  const asNumber = bind("SELECT 1 FROM `posts` LIMIT ?", [1]);
  const asText = bind("SELECT 1 FROM `posts` LIMIT ?", ["1"]);
  for (let i = 0; i < 3; i++) await ask(asNumber);
  expect(await ask(asText)).toBe(1);
});

test("transactions, views, chance and the time are asked every time", async () => {
  const view = bind("SELECT 1 FROM `latest`", []);
  const random = bind("SELECT 1 FROM `posts` ORDER BY RANDOM()", []);
  const time = bind("SELECT 1 FROM `posts` WHERE strftime('%s') > 1", []);
  for (const question of [view, random, time]) {
    for (let i = 0; i < 3; i++) expect(await ask(question)).toBe(1);
  }
  for (let i = 0; i < 3; i++) expect(await ask(posts, transaction)).toBe(1);
});
