import Sqlite from "better-sqlite3";
import { expect, test, vi } from "vitest";
import type { KernelHandle } from "../../../kernel/kernel.ts";
import { ask } from "../../support/app.ts";
import { appWithHooks } from "../../support/hooks.ts";
import { superuserToken } from "../../support/superuser.ts";

const setup = `
  const c = new Collection({ name: "notes", fields: [{ type: "text", name: "word" }], listRule: "", updateRule: "" });
  $app.save(c);
  $app.save(new Record(c, { id: "note00000000001", word: "old" }));
  $app.save(new Collection({ name: "others", fields: [{ type: "text", name: "word" }], createRule: "" }));`;

/** An app whose hook reads the same record in several ways, and does what a test asks for besides. */
async function appWithNotes(more = ""): Promise<KernelHandle> {
  const app = await appWithHooks({
    "main.pb.js": `
      routerAdd("GET", "/setup", (e) => { ${setup}; e.noContent(204); });
      const words = (app) => [
        app.findRecordById("notes", "note00000000001"),
        app.findRecordsByIds("notes", ["note00000000001"])[0],
        app.findRecordsByFilter("notes", "word != {:no}", "-word", 5, 0, { no: "" })[0],
        app.findFirstRecordByFilter("notes", "word != ''"),
        app.findFirstRecordByData("notes", "id", "note00000000001"),
      ].map((record) => record.get("word"));
      routerAdd("GET", "/words", (e) => e.json(200, words($app)));
      ${more}`,
  });
  expect((await ask(app, "GET /setup")).status).toBe(204);
  return app;
}

const words = async (app: KernelHandle, route = "/words") => (await ask(app, `GET ${route}`)).body;
const five = (word: string) => [word, word, word, word, word];

async function serverCalls(app: KernelHandle, token: string): Promise<number> {
  const { body } = await ask(app, "GET /api/isobase/scripts", { token });
  const { files } = body as { readonly files: readonly { readonly hostCalls: number }[] };
  return files.reduce((sum, { hostCalls }) => sum + hostCalls, 0);
}

test("what was read is not asked for again while nobody writes to where it is from", async () => {
  const app = await appWithNotes();
  const token = await superuserToken(app);
  expect(await words(app)).toEqual(five("old"));
  const before = await serverCalls(app, token);

  expect(await words(app)).toEqual(five("old"));
  await ask(app, "POST /api/collections/others/records", { body: { word: "x" } });
  expect(await words(app)).toEqual(five("old"));

  expect(await serverCalls(app, token)).toBe(before);
});

test("what anybody writes is read at once", async () => {
  const app = await appWithNotes(`
    routerAdd("GET", "/sql", (e) => {
      $app.db().newQuery("UPDATE notes SET word = 'sql'").execute();
      e.noContent(204);
    });
    routerAdd("GET", "/with", (e) => {
      $app.db().newQuery("WITH w AS (SELECT 'with' AS word) UPDATE notes SET word = (SELECT word FROM w)").execute();
      e.noContent(204);
    });`);
  expect(await words(app)).toEqual(five("old"));

  const body = { word: "new" };
  await ask(app, "PATCH /api/collections/notes/records/note00000000001", { body });
  expect(await words(app)).toEqual(five("new"));

  await ask(app, "GET /sql");
  expect(await words(app)).toEqual(five("sql"));
  await ask(app, "GET /with");
  expect(await words(app)).toEqual(five("with"));

  const other = new Sqlite(`${app.config.dir}/data.db`);
  other.exec("UPDATE notes SET word = 'other process'");
  other.close();
  await vi.waitFor(async () => expect(await words(app)).toEqual(five("other process")));
});

test("what a trigger writes is read at once", async () => {
  const app = await appWithNotes(`
    routerAdd("GET", "/trigger", (e) => {
      $app.db().newQuery("CREATE TRIGGER t AFTER INSERT ON others BEGIN UPDATE notes SET word = new.word; END").execute();
      e.noContent(204);
    });`);
  await ask(app, "GET /trigger");
  expect(await words(app)).toEqual(five("old"));

  await ask(app, "POST /api/collections/others/records", { body: { word: "triggered" } });

  expect(await words(app)).toEqual(five("triggered"));
});

test("a transaction sees what it wrote, and nobody else does before its end", async () => {
  const app = await appWithNotes(`
    routerAdd("GET", "/tx", (e) => {
      const seen = [];
      try {
        $app.runInTransaction((tx) => {
          const note = tx.findRecordById("notes", "note00000000001");
          note.set("word", "inside");
          tx.save(note);
          seen.push(words(tx));
          throw new Error("taken back");
        });
      } catch {}
      return e.json(200, [...seen, words($app)]);
    });`);
  expect(await words(app)).toEqual(five("old"));

  expect(await words(app, "/tx")).toEqual([five("inside"), five("old")]);
  expect(await words(app)).toEqual(five("old"));
});

test("a record read before can be changed and saved, and changes nothing of what is read next", async () => {
  const app = await appWithNotes(`
    routerAdd("GET", "/change", (e) => {
      const one = $app.findRecordById("notes", "note00000000001");
      one.set("word", "only here");
      const two = $app.findRecordById("notes", "note00000000001");
      return e.json(200, [one.get("word"), one.original().get("word"), two.get("word")]);
    });
    routerAdd("GET", "/save", (e) => {
      const one = $app.findRecordById("notes", "note00000000001");
      one.set("word", "saved");
      $app.save(one);
      return e.json(200, [one.get("word"), one.original().get("word"), one.isNew()]);
    });`);
  expect(await words(app)).toEqual(five("old"));

  expect(await words(app, "/change")).toEqual(["only here", "old", "old"]);
  expect(await words(app, "/save")).toEqual(["saved", "old", false]);
  expect(await words(app)).toEqual(five("saved"));
});

test("a collection that was changed gives records of its new shape", async () => {
  const app = await appWithNotes(`
    routerAdd("GET", "/rename", (e) => {
      const c = $app.findCollectionByNameOrId("notes");
      c.fields.getByName("word").name = "text";
      c.fields.add(new NumberField({ name: "n" }));
      $app.save(c);
      e.noContent(204);
    });
    routerAdd("GET", "/record", (e) => e.json(200, $app.findRecordById("notes", "note00000000001")));`);
  expect(await words(app, "/record")).toMatchObject({ word: "old" });

  expect((await ask(app, "GET /rename")).status).toBe(204);

  expect(await words(app, "/record")).toMatchObject({ text: "old", n: 0 });
});
