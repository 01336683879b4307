import path from "node:path";
import PocketBase from "pocketbase";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../support/folder.ts";
import { reference, startReference } from "../support/reference.ts";
import { runCommand, startServer } from "../support/server.ts";
import { email, password, signIn } from "../support/superuser.ts";

// One data folder goes from us to the reference and back, twice, and is changed at every stop.
describe.skipIf(reference === undefined)(
  "a data folder made by one is opened and changed by the other",
  () => {
    test("collections, records, views and tokens survive the way there and back", async () => {
      const dir = path.join(await temporaryFolder(), "pb_data");
      await runCommand(["superuser", "upsert", email, password, "--dir", dir]);

      const ours = await startServer({ dir });
      const first = await signIn(ours.url);
      await first.collections.create({
        name: "posts",
        type: "base",
        fields: [
          { name: "title", type: "text" },
          { name: "kind", type: "select", values: ["a", "b"], maxSelect: 2 },
          { name: "place", type: "geoPoint" },
          { name: "data", type: "json" },
          { name: "author", type: "relation", collectionId: "_pb_users_auth_", maxSelect: 1 },
        ],
        indexes: ["create index titles on posts (title)"],
        listRule: "title != ''",
      });
      await first.collections.create({
        name: "headings",
        type: "view",
        viewQuery: "select id, title from posts",
      });
      const values = { title: "<x>", kind: ["a", "b"], place: { lon: 1, lat: 2.5 }, data: { a: [1, "<"] } };
      const made = await first.collection("posts").create(values);
      const { token } = first.authStore;
      await ours.stop();

      const theirs = await startReference(dir);
      const second = new PocketBase(theirs.url);
      second.autoCancellation(false);
      second.authStore.save(token, null); // issued by us, accepted there
      expect(await second.collection("posts").getOne(made.id)).toMatchObject(values);
      expect(await second.collection("headings").getFullList()).toMatchObject([
        { id: made.id, title: "<x>" },
      ]);
      const posts = await second.collections.getOne("posts");
      const fields = posts.fields.map((field) =>
        field.name === "title" ? { ...field, name: "heading" } : field,
      );
      await second.collections.delete("headings");
      const listRule = "heading != ''";
      await second.collections.update("posts", { name: "articles", fields, listRule, indexes: [] });
      await second.collection("articles").update(made.id, { heading: "changed there", "kind-": "a" });
      await theirs.stop();

      const again = await startServer({ dir });
      const third = await signIn(again.url);
      expect(await third.collection("articles").getOne(made.id)).toMatchObject({
        heading: "changed there",
        kind: ["b"],
      });
      await third.collections.update("articles", { name: "papers" });
      await third.collection("papers").create({ heading: "made here" });
      await again.stop();

      const last = await startReference(dir);
      const fourth = await signIn(last.url);
      const headings = (await fourth.collection("papers").getFullList({ sort: "heading" })).map(
        ({ heading }) => heading,
      );
      expect(headings).toEqual(["changed there", "made here"]);
    });
  },
);
