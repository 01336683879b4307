import { expect, test } from "vitest";
import { toCollection } from "../../../../plugins/collections/model/collection-data.ts";
import { systemFields } from "../../../../plugins/collections/model/default-fields.ts";
import { readField } from "../../../../plugins/collections/model/field-data.ts";
import { RecordModel } from "../../../../plugins/records/model/record.ts";

const rules = { listRule: "", viewRule: "", createRule: "", updateRule: "", deleteRule: "" };
const common = { system: false, indexes: [], options: {}, created: "", updated: "", ...rules };
const fields = [
  readField({ name: "title", type: "text" }),
  readField({ name: "n", type: "number" }),
  readField({ name: "kinds", type: "select", maxSelect: 3, values: ["a", "b", "c"] }),
  readField({ name: "secret", type: "text", hidden: true }),
];
const posts = toCollection(
  { id: "c_posts", name: "posts", type: "base", fields: [...systemFields("base"), ...fields], ...common },
  "saved",
);
const users = toCollection(
  { id: "c_users", name: "users", type: "auth", fields: systemFields("auth"), ...common },
  "saved",
);

test("values are kept as their field has them, unknown keys as they are", () => {
  const record = new RecordModel(posts);

  record.load({ title: 5, n: "1.5", kinds: "a", other: 5 });

  expect(record.get("title")).toBe("5");
  expect(record.get("n")).toBe(1.5);
  expect(record.get("kinds")).toEqual(["a"]);
  expect(record.get("other")).toBe(5);
  expect(record.get("nothing")).toBeUndefined();
});

test("modifiers change what plain keys have set, whatever their order", () => {
  const record = new RecordModel(posts);

  record.load({ "n-": 1, "kinds+": "c", n: 5, "+kinds": "b", kinds: ["a"] });

  expect(record.get("n")).toBe(4);
  expect(record.get("kinds")).toEqual(["b", "a", "c"]);
});

test("hidden fields and custom data are shown only when asked for", () => {
  const record = new RecordModel(posts);
  record.load({ id: "x", secret: "s", other: 1 });
  expect(Object.keys(record.publicExport())).toEqual([
    "collectionId",
    "collectionName",
    "id",
    "kinds",
    "n",
    "title",
  ]);

  record.unhide("secret");
  record.hide("n");
  record.showsCustomData = true;

  expect(Object.keys(record.publicExport())).toEqual([
    "collectionId",
    "collectionName",
    "id",
    "kinds",
    "other",
    "secret",
    "title",
  ]);
});

test("an email shows where it is public or its viewer may see it; a password and its key never", () => {
  const user = new RecordModel(users);
  user.load({ email: "a@example.com", password: "1234567890" });
  user.unhide("password", "tokenKey");
  expect(user.publicExport()).not.toHaveProperty("email");

  user.showsEmail = true;

  expect(user.publicExport()).toMatchObject({ email: "a@example.com" });
  expect(user.publicExport()).not.toHaveProperty("password");
  expect(user.publicExport()).not.toHaveProperty("tokenKey");
});

test("what changed is what would be stored differently from when it was last saved", () => {
  const record = RecordModel.fromRow(posts, { id: "x", title: "a", n: 1, kinds: '["a"]', secret: "" });

  record.load({ title: "b", n: 1, kinds: ["a"] });

  expect(record.changedFields()).toEqual(["title"]);
  expect(record.original().get("title")).toBe("a");
  expect(record.fresh().get("title")).toBe("b");
});

test("submitted modifiers become the values they lead to", () => {
  const record = RecordModel.fromRow(posts, { id: "x", title: "a", n: 1, kinds: "[]", secret: "" });

  expect(record.resolveModifiers({ "n+": 2, "kinds+": "b", passwordConfirm: "p" })).toEqual({
    n: 3,
    kinds: ["b"],
    passwordConfirm: "p",
  });
  expect(record.get("n")).toBe(1);
});
