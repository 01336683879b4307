import { expect, test } from "vitest";
import { Auth } from "../../../plugins/auth/contract.ts";
import { type Collection, Collections } from "../../../plugins/collections/contract.ts";
import { Telling } from "../../../plugins/realtime/telling.ts";
import { readTopic } from "../../../plugins/realtime/topic.ts";
import { onRecordEnrich, type RecordModel, Records, Rules } from "../../../plugins/records/contract.ts";
import { ask } from "../../support/app.ts";
import { createHouse, type House } from "../files/house.ts";

/** Two users, a superuser and nobody in particular, and a record of a collection with a hidden field. */
async function openHouse(rules: object = {}) {
  const house = await createHouse();
  await house.collection({
    name: "posts",
    fields: [
      { name: "title", type: "text" },
      { name: "secret", type: "text", hidden: true },
    ],
    ...rules,
  });
  const save = async (collection: string, data: object): Promise<RecordModel> => {
    const found = house.app.service(Collections).find(house.scope.db, collection) as Collection;
    const record = house.app.service(Records).create(found, { ...data });
    await house.app.service(Records).save(house.scope.db, record);
    return record;
  };
  const user = (name: string) =>
    save("users", { email: `${name}@example.com`, password: "1234567890", name });
  const [ann, bob] = [await user("ann"), await user("bob")];
  const root = await house.app.service(Auth).findRecordByToken(house.scope.db, house.root, "auth");
  return { house, ann, bob, root, post: await save("posts", { title: "a", secret: "x" }) };
}

function telling(house: House, record: RecordModel): Telling {
  const change = { action: "create", record } as const;
  return new Telling(house.scope, house.app.service(Rules), house.scope.db, change);
}

const topic = readTopic("posts/*");

test("what is the same for many is written once, and superusers are told more", async () => {
  const { house, ann, bob, root, post } = await openHouse();
  const told = telling(house, post);
  const forAnn = await told.messageFor({ topic, auth: ann });

  expect(JSON.parse(forAnn?.data ?? "")).toMatchObject({ action: "create", record: { title: "a" } });
  expect(forAnn?.data).not.toContain("secret");
  expect(await told.messageFor({ topic, auth: bob })).toBe(forAnn);
  expect(await told.messageFor({ topic, auth: undefined })).toBe(forAnn);
  expect((await told.messageFor({ topic, auth: root }))?.data).toContain('"secret":"x"');
});

test("who may not know is not told, whoever else was", async () => {
  const { house, ann, bob, post } = await openHouse({ listRule: "@request.auth.name = 'ann'" });
  const told = telling(house, post);

  expect(await told.messageFor({ topic, auth: ann })).toBeDefined();
  expect(await told.messageFor({ topic, auth: bob })).toBeUndefined();
  expect(await told.messageFor({ topic, auth: undefined })).toBeUndefined();
});

test("where handlers show records differently, everybody is told for himself", async () => {
  const { house, ann, bob, post } = await openHouse();
  house.scope.on(onRecordEnrich, async (e) => {
    e.record.set("title", e.requestInfo.auth?.getString("name") ?? "");
    await e.next();
  });
  const told = telling(house, post);

  expect((await told.messageFor({ topic, auth: ann }))?.data).toContain('"title":"ann"');
  expect((await told.messageFor({ topic, auth: bob }))?.data).toContain('"title":"bob"');
});

test("accounts are told with the address only to those who may have it", async () => {
  const { house, ann, bob } = await openHouse();
  await ask(house.app, "PATCH /api/collections/users", { body: { listRule: "" }, token: house.root });
  const users = house.app.service(Collections).find(house.scope.db, "users") as Collection;
  const account = await house.app.service(Records).findById(house.scope.db, users, ann.id);
  const told = telling(house, account as RecordModel);
  const all = readTopic("users/*");

  expect((await told.messageFor({ topic: all, auth: ann }))?.data).toContain("ann@example.com");
  expect((await told.messageFor({ topic: all, auth: bob }))?.data).not.toContain("ann@example.com");
});
