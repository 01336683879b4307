import { expect, test } from "vitest";
import { type Collection, Collections } from "../../../plugins/collections/contract.ts";
import { Storage } from "../../../plugins/files/contract.ts";
import { type RecordModel, Records } from "../../../plugins/records/contract.ts";
import { ask } from "../../support/app.ts";
import { createHouse, type House } from "./house.ts";

const fields = [
  { name: "title", type: "text", required: true },
  { name: "one", type: "file", maxSelect: 1, maxSize: 40_000 },
  { name: "many", type: "file", maxSelect: 3, mimeTypes: ["text/plain"] },
];

async function withDocs(): Promise<House> {
  const house = await createHouse();
  await house.collection({ name: "docs", fields });
  return house;
}

const hello = { name: "Hello World.txt", content: "hello" };
const other = { name: "other.txt", content: "other" };
const records = "/api/collections/docs/records";

test("a file is stored with its record, under a name of its own", async () => {
  const house = await withDocs();
  const { body } = await house.send(`POST ${records}`, [
    ["title", "a"],
    ["one", hello],
  ]);

  expect(body.one).toMatch(/^hello_world_[a-z0-9]{10}\.txt$/);
  expect(await house.stored()).toEqual([`${body.collectionId}/${body.id}/${body.one}`]);
});

test("a record that is refused leaves no file", async () => {
  const house = await withDocs();
  const { status } = await house.send(`POST ${records}`, [["one", hello]]);

  expect(status).toBe(400);
  expect(await house.stored()).toEqual([]);
});

test("a transaction that is rolled back takes its files with it, and the record can be saved again", async () => {
  const house = await withDocs();
  const { db } = house.scope;
  const docs = house.app.service(Collections).find(db, "docs") as Collection;
  const one = await house.app.service(Storage).upload("later.txt", Buffer.from("later"));
  const record = house.app.service(Records).create(docs, { title: "a", one });
  const failed = db.transaction(async (tx) => {
    await house.app.service(Records).save(tx, record);
    throw new Error("never mind");
  });
  await expect(failed).rejects.toThrow("never mind");
  const after = await house.stored();
  record.markAsNew();
  await house.app.service(Records).save(db, record);

  expect(after).toEqual([]);
  expect(await house.stored()).toEqual([`${docs.id}/${record.id}/${one.name}`]);
});

test("an update that is rolled back keeps what was there", async () => {
  const house = await withDocs();
  const { body } = await house.send(`POST ${records}`, [
    ["title", "a"],
    ["one", hello],
  ]);
  const { db } = house.scope;
  const docs = house.app.service(Collections).find(db, "docs") as Collection;
  const record = (await house.app.service(Records).findById(db, docs, String(body.id))) as RecordModel;
  record.set("one", await house.app.service(Storage).upload("later.txt", Buffer.from("later")));
  const failed = db.transaction(async (tx) => {
    await house.app.service(Records).save(tx, record);
    throw new Error("never mind");
  });

  await expect(failed).rejects.toThrow("never mind");
  expect(await house.stored()).toEqual([`${docs.id}/${record.id}/${body.one}`]);
});

test("a replaced file goes when the new one is there for everybody", async () => {
  const house = await withDocs();
  const { body } = await house.send(`POST ${records}`, [
    ["title", "a"],
    ["one", hello],
  ]);
  const changed = await house.send(`PATCH ${records}/${body.id}`, [["one", other]]);

  expect(changed.body.one).toMatch(/^other_/);
  expect(await house.stored()).toEqual([`${body.collectionId}/${body.id}/${changed.body.one}`]);
});

test("an update that fails keeps the old file and drops the new one", async () => {
  const house = await withDocs();
  const { body } = await house.send(`POST ${records}`, [
    ["title", "a"],
    ["one", hello],
  ]);
  const failed = await house.send(`PATCH ${records}/${body.id}`, [
    ["title", ""],
    ["one", other],
  ]);

  expect(failed.status).toBe(400);
  expect(await house.stored()).toEqual([`${body.collectionId}/${body.id}/${body.one}`]);
});

test("files are appended, prepended and removed by modifiers", async () => {
  const house = await withDocs();
  const named = (name: string) => ({ name: `${name}.txt`, content: name });
  const { body } = await house.send(`POST ${records}`, [
    ["title", "a"],
    ["many", named("first")],
  ]);
  const more = await house.send(`PATCH ${records}/${body.id}`, [
    ["many+", named("last")],
    ["+many", named("lead")],
  ]);
  const names = more.body.many as string[];
  const less = await ask(house.app, `PATCH ${records}/${body.id}`, { body: { "many-": [names[1]] } });

  expect(names.map((name) => name.split("_")[0])).toEqual(["lead", "first", "last"]);
  expect((less.body as { many: string[] }).many).toEqual([names[0], names[2]]);
  expect((await house.stored()).length).toBe(2);
});

test("emptying the field removes the file", async () => {
  const house = await withDocs();
  const { body } = await house.send(`POST ${records}`, [
    ["title", "a"],
    ["one", hello],
  ]);
  await ask(house.app, `PATCH ${records}/${body.id}`, { body: { one: "" } });

  expect(await house.stored()).toEqual([]);
});

test("what a file may be is checked by what it is, not by what it is called", async () => {
  const house = await withDocs();
  const { body } = await house.send(`POST ${records}`, [
    ["title", "a"],
    ["one", { name: "big.txt", content: "x".repeat(40_001) }],
    ["many", { name: "fake.txt", content: Buffer.from("\x89PNG\r\n\x1a\n", "latin1") }],
  ]);

  expect(body.data).toEqual({
    one: {
      code: "validation_file_size_limit",
      message: "Failed to upload big.txt - the maximum allowed file size is 40000 bytes.",
      params: { file: "big.txt", maxSize: 40_000 },
    },
    many: {
      code: "validation_invalid_mime_type",
      message: expect.stringMatching(/^"fake_.*" mime type must be one of: text\/plain\.$/),
    },
  });
});

test("a record cannot point to files that are not its own", async () => {
  const house = await withDocs();
  const { status, body } = await ask(house.app, `POST ${records}`, { body: { title: "a", one: "x.txt" } });

  expect(status).toBe(400);
  expect((body as { data: object }).data).toEqual({
    one: {
      code: "validation_invalid_file",
      message: "Invalid new files: [x.txt].",
      params: { invalidFiles: ["x.txt"] },
    },
  });
});

test("emptying a collection removes the files of its records", async () => {
  const house = await withDocs();
  await house.send(`POST ${records}`, [
    ["title", "a"],
    ["one", hello],
  ]);
  await ask(house.app, "DELETE /api/collections/docs/truncate", { token: house.root });

  await expect.poll(house.stored).toEqual([]);
});

test("files go with a deleted record, and with a deleted collection", async () => {
  const house = await withDocs();
  const first = await house.send(`POST ${records}`, [
    ["title", "a"],
    ["one", hello],
  ]);
  await house.send(`POST ${records}`, [
    ["title", "b"],
    ["one", hello],
  ]);
  await ask(house.app, `DELETE ${records}/${first.body.id}`);
  await expect.poll(house.stored).toHaveLength(1);
  await ask(house.app, "DELETE /api/collections/docs", { token: house.root });
  await expect.poll(house.stored).toEqual([]);
});
