import { expect, test } from "vitest";
import { ask } from "../../support/app.ts";
import { appWithHooks } from "../../support/hooks.ts";

const listed = async (hook: string): Promise<unknown> => {
  const app = await appWithHooks({
    "main.pb.js": `${hook}
      routerAdd("GET", "/setup", (e) => {
        const c = new Collection({ name: "tags", fields: [{ type: "text", name: "label" }], listRule: "" });
        $app.save(c);
        for (const label of ["a", "b"]) $app.save(new Record(c, { label }));
        e.noContent(204);
      });`,
  });
  await ask(app, "GET /setup");
  return (await ask(app, "GET /api/collections/tags/records?sort=label")).body;
};

test("what a handler does to the records of a list is answered", async () => {
  const list = await listed(
    `onRecordsListRequest((e) => { e.records.forEach((r) => r.set("label", "x" + r.get("label"))); e.result.totalItems = 9; return e.next(); }, "tags");`,
  );
  expect(list).toMatchObject({ items: [{ label: "xa" }, { label: "xb" }], totalItems: 9 });
});

test("the items of the answer are records, and anything may be put in their place", async () => {
  const changed = await listed(
    `onRecordsListRequest((e) => { e.result.items.forEach((r) => r.set("label", "i")); return e.next(); }, "tags");`,
  );
  expect(changed).toMatchObject({ items: [{ label: "i" }, { label: "i" }] });

  const replaced = await listed(
    `onRecordsListRequest((e) => { e.result.items = [{ own: 1 }]; return e.next(); }, "tags");`,
  );
  expect(replaced).toMatchObject({ items: [{ own: 1 }] });
});

test("a list of more records than handlers may nest is enriched", async () => {
  const app = await appWithHooks({
    "main.pb.js": `
      onRecordEnrich((e) => { e.record.withCustomData(true); e.record.set("extra", 1); return e.next(); }, "many");
      routerAdd("GET", "/setup", (e) => {
        const c = new Collection({ name: "many", fields: [{ type: "text", name: "label" }], listRule: "" });
        $app.save(c);
        for (let i = 0; i < 100; i++) $app.save(new Record(c, { label: "l" + i }));
        e.noContent(204);
      });`,
  });
  await ask(app, "GET /setup");
  const { body, status } = await ask(app, "GET /api/collections/many/records?perPage=100");
  expect(status).toBe(200);
  expect((body as { items: { extra: number }[] }).items.filter(({ extra }) => extra === 1)).toHaveLength(100);
});
