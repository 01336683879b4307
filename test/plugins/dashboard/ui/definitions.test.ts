import type { CollectionModel } from "pocketbase";
import { expect, test } from "vitest";
import {
  adoptIds,
  differences,
  readDefinitions,
} from "../../../../plugins/dashboard/ui/routes/collections/overview/definitions.ts";

function collection(name: string, fields: readonly string[], more: object = {}): CollectionModel {
  const all = fields.map((field) => ({ id: `f_${field}`, name: field, type: "text" }));
  return {
    id: `c_${name}`,
    name,
    type: "base",
    system: false,
    listRule: null,
    fields: all,
    ...more,
  } as unknown as CollectionModel;
}

test("only a list of collections is read as one", () => {
  expect(readDefinitions('[{"name": "a", "fields": []}]')).toHaveLength(1);
  expect(readDefinitions('{"collections": [{"name": "a", "fields": []}]}')).toHaveLength(1);
  for (const text of ["", "[]", "{}", "[1]", '[{"name": "a"}]', "{bad"])
    expect(readDefinitions(text)).toBeUndefined();
});

test("what is the same is no difference, and what is missing stays when it is to be kept", () => {
  const present = [collection("posts", ["a", "b"]), collection("notes", ["a"])];
  expect(differences([collection("posts", ["a"])], present, { keepMissing: true })).toEqual([]);
});

test("what would be lost is named", () => {
  const present = [collection("posts", ["a", "b"]), collection("notes", ["a"])];
  const found = differences([collection("posts", ["a"])], present, { keepMissing: false });
  expect(found.map(({ name, kind, lostFields }) => ({ name, kind, lostFields }))).toEqual([
    { name: "posts", kind: "changed", lostFields: ["b"] },
    { name: "notes", kind: "deleted", lostFields: [] },
  ]);
});

test("a changed line is shown as what it was and what it becomes", () => {
  const found = differences([collection("posts", ["a"], { listRule: "" })], [collection("posts", ["a"])], {
    keepMissing: true,
  });
  expect(found[0]?.lines.filter(({ sign }) => sign !== " ")).toEqual([
    { sign: "-", text: '  "listRule": null,' },
    { sign: "+", text: '  "listRule": "",' },
  ]);
});

test("ids of collections with the same name are taken over, in relations too", () => {
  const incoming = [
    collection("posts", ["title"], { id: "other" }),
    {
      ...collection("notes", []),
      fields: [{ id: "r", name: "post", type: "relation", collectionId: "other" }],
    } as unknown as CollectionModel,
  ];
  const [posts, notes] = adoptIds(incoming, [collection("posts", ["title"])]);
  expect(posts?.id).toBe("c_posts");
  expect(notes?.fields[0]).toMatchObject({ collectionId: "c_posts" });
});
