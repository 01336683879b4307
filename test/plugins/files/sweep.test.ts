import { mkdir, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { Collections } from "../../../plugins/collections/contract.ts";
import { Storage } from "../../../plugins/files/contract.ts";
import { FileJournal } from "../../../plugins/files/journal.ts";
import { sweepLeftovers } from "../../../plugins/files/sweep.ts";
import { Records } from "../../../plugins/records/contract.ts";
import { temporaryFolder } from "../../support/folder.ts";
import { createHouse } from "./house.ts";

/** The number of a process that is not there. */
const nobody = 2 ** 30;

test("what a process had begun and not finished is left for the next one", async () => {
  const folder = await temporaryFolder();
  await writeFile(
    path.join(folder, `${nobody}.journal`),
    [
      '{"id":1,"collectionId":"c","recordId":"r1","names":["a"]}',
      '{"id":2,"collectionId":"c","recordId":"r2","names":[]}',
      '{"done":1}',
      '{"id":3,"collec',
    ].join("\n"),
  );
  const [leftover] = await FileJournal.leftovers(folder);
  await leftover?.forget();

  expect(leftover?.intents).toMatchObject([{ recordId: "r2", names: [] }]);
  expect(await readdir(folder)).toEqual([]);
});

test("a journal is gone when all was finished, and stays when something was not", async () => {
  const folder = await temporaryFolder();
  const journal = new FileJournal(folder);
  const finish = journal.begin({ collectionId: "c", recordId: "r", names: ["a"] });
  finish();
  await journal.close();
  const afterwards = await readdir(folder);
  journal.begin({ collectionId: "c", recordId: "r", names: ["b"] });
  await journal.close();

  expect(afterwards).toEqual([]);
  expect((await FileJournal.leftovers(folder))[0]?.intents).toMatchObject([{ names: ["b"] }]);
});

test("files of a change that died are kept where a record has them, and removed where none has", async () => {
  const house = await createHouse();
  const { id: collectionId } = await house.collection({
    name: "docs",
    fields: [{ name: "one", type: "file" }],
  });
  const kept = await house.send("POST /api/collections/docs/records", [
    ["one", { name: "kept.txt", content: "a" }],
  ]);
  const recordId = String(kept.body.id);
  const store = house.app.service(Storage).files();
  await store.put(`${collectionId}/${recordId}/half.txt`, Buffer.from("b"));
  await store.put(`${collectionId}/norecord0000000/lost.txt`, Buffer.from("c"));
  const journals = path.join(house.app.config.dir, "journals");
  await mkdir(journals);
  const intents = [
    { id: 1, collectionId, recordId, names: ["half.txt", kept.body.one] },
    { id: 2, collectionId, recordId: "norecord0000000", names: ["lost.txt"] },
  ];
  await writeFile(
    path.join(journals, `${nobody}.journal`),
    intents.map((line) => JSON.stringify(line)).join("\n"),
  );

  const rooms = {
    scope: house.scope,
    collections: house.app.service(Collections),
    records: house.app.service(Records),
  };
  await sweepLeftovers(rooms, store, journals);

  expect(await house.stored()).toEqual([`${collectionId}/${recordId}/${kept.body.one}`]);
  expect(await readdir(journals)).toEqual([]);
});
