/// <reference path="../pb_data/types.d.ts" />
import { expect, test } from "isobase/testing";

test("a note gets an address from its title and belongs to whoever wrote it", async ({ app }) => {
  const anna = await app.create("users", { name: "Anna" });

  const answer = await app.as(anna).post("/api/collections/notes/records", { title: "Good Morning!" });

  expect(answer.status).toBe(200);
  expect(answer.body).toMatchObject({ slug: "good-morning", author: anna.id });
});

test("a note without a word in its title is refused", async ({ app }) => {
  const anna = await app.create("users");

  const answer = await app.as(anna).post("/api/collections/notes/records", { title: "!!!" });

  expect(answer.status).toBe(400);
  expect(answer.body).toMatchObject({ data: { title: { code: "validation_no_words" } } });
  expect(await app.count("notes")).toBe(0);
});

test("notes nobody touched for a year are listed once a week", async ({ app, clock, logs }) => {
  clock.set("2026-01-01");
  await app.create("notes", { title: "Old", slug: "old" });

  await clock.advance({ days: 363 });
  expect(logs.filter(({ message }) => message === "Old notes").at(-1)?.data).toMatchObject({ count: 0 });
  await clock.advance({ days: 7 });

  expect(logs.filter(({ message }) => message === "Old notes").at(-1)?.data).toMatchObject({ slugs: "old" });
});
