import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { scriptClock } from "../../../../plugins/scripts/clock.ts";
import { runHere } from "../../../support/command.ts";
import { temporaryFolder } from "../../../support/folder.ts";
import { writeFiles } from "../../../support/hooks.ts";

const RealDate = Date;

async function run(files: Readonly<Record<string, string>>, ...args: readonly string[]) {
  onTestFinished(() => {
    globalThis.Date = RealDate;
    scriptClock.source = "sandbox";
  });
  const root = await temporaryFolder();
  await writeFiles(path.join(root, "pb_hooks"), files);
  const ran = await runHere("hooks", "test", "--dir", path.join(root, "pb_data"), ...args);
  return { ...ran, printed: ran.printed.replaceAll(`${root}/pb_hooks/`, "") };
}

const head = `import { beforeEach, describe, expect, test } from "isobase/testing";\n`;

const ledger = `app.createCollection({
  name: "ledger", type: "base", listRule: "owner = @request.auth.id", createRule: "@request.auth.id != ''",
  fields: [{ name: "title", type: "text" }, { name: "owner", type: "text" }, { name: "note", type: "text", hidden: true }],
})`;

test("requests go through real rules, as a guest, a user and a superuser", async () => {
  const { printed, code } = await run({
    "main.pb.js": `onRecordCreateRequest((e) => { e.record.set("owner", e.auth.id); e.next(); }, "ledger");`,
    "main.test.ts": `${head}
      test("rules", async ({ app }) => {
        await ${ledger};
        const anna = await app.create("users");
        const bert = await app.create("users", { email: "bert@example.com" });
        const list = "/api/collections/ledger/records";

        expect((await app.post(list, { title: "a" })).status).toBe(400);
        expect((await app.as(anna).post(list, { title: "b" })).body).toMatchObject({ owner: anna.id });
        expect((await app.as(anna).get(list)).body.totalItems).toBe(1);
        expect((await app.as(bert).get(list)).body.totalItems).toBe(0);
        expect((await app.asSuperuser().get(list, { query: { perPage: 5 } })).body.totalItems).toBe(1);
        expect((await app.asSuperuser().get("/api/settings")).status).toBe(200);
        expect(bert.email).toBe("bert@example.com");
      });`,
  });

  expect(printed).toMatch(/✓ rules/);
  expect(code).toBe(0);
});

test("every test begins anew: data, settings, $app.store() and the clock", async () => {
  const leaveTraces = `
    await ${ledger};
    await app.create("ledger", { title: "x", note: "y" });
    await app.updateSettings({ meta: { appName: "changed" } });
    await app.get("/remember");
    clock.set("2001-01-01");`;
  const { printed, code } = await run({
    "main.pb.js": `
      routerAdd("GET", "/remember", (e) => { $app.store().set("seen", 1); return e.json(200, 1); });
      routerAdd("GET", "/seen", (e) => e.json(200, [$app.store().get("seen"), $app.settings().meta.appName, new Date().getFullYear()]));`,
    "main.test.ts": `${head}
      for (const n of [1, 2, 3]) test("run " + n, async ({ app, clock }) => {
        const { body } = await app.get("/seen");
        expect(body[0]).toBeNull();
        expect(body[1]).not.toBe("changed");
        expect(body[2]).toBeGreaterThan(2020);
        ${leaveTraces}
        expect((await app.findAll("ledger"))[0]).toMatchObject({ title: "x", note: "y" });
        expect((await app.get("/seen")).body).toEqual([1, "changed", 2001]);
      });`,
  });

  expect(printed).toContain("3 passed");
  expect(code).toBe(0);
});

test("mails are kept, and requests of hooks are answered by the test", async () => {
  const { printed, code } = await run({
    "main.pb.ts": `
      routerAdd("POST", "/send", async (e) => {
        const sent = $http.send({ url: "https://api.example.com/orders?x=1", method: "POST", body: JSON.stringify({ n: 1 }) });
        const fetched = await (await fetch("https://api.example.com/rates/eur")).json();
        $app.newMailClient().send(new MailerMessage({ from: { address: "shop@example.com" }, to: [{ address: "anna@example.com" }], subject: "Order " + sent.json.id }));
        e.json(200, { rate: fetched.rate, type: sent.headers["Content-Type"][0] });
      });
      routerAdd("GET", "/broken", (e) => { try { $http.send({ url: "https://elsewhere.example.com/" }) } catch (err) { return e.string(200, String(err)) } });`,
    "main.test.ts": `${head}
      test("outside", async ({ app, http, mail }) => {
        http.on("POST https://api.example.com/orders", (request) => ({ status: 201, json: { id: request.json.n + 41 } }));
        http.on("GET https://api.example.com/*", { json: { rate: 1.5 } });

        const answer = await app.post("/send");

        expect(answer.body).toEqual({ rate: 1.5, type: "application/json" });
        expect(http.requests.map(({ method, url }) => method + " " + url)).toEqual([
          "POST https://api.example.com/orders?x=1", "GET https://api.example.com/rates/eur"]);
        expect(await mail.next()).toMatchObject({ subject: "Order 42", to: [{ address: "anna@example.com" }] });
        expect((await app.get("/broken")).text).toContain("the test has no answer for it");
        http.on("GET https://elsewhere.example.com/", new Error("connection refused"));
        expect((await app.get("/broken")).text).toContain("connection refused");
      });
      test("letters of the server are kept too", async ({ app, mail }) => {
        const anna = await app.create("users");
        await app.post("/api/collections/users/request-verification", { email: anna.email });
        expect((await mail.next()).subject).toContain("Verify");
      });`,
  });

  expect(printed).toContain("2 passed");
  expect(code).toBe(0);
});

test("the clock is that of hooks, of autodates and of jobs, which run as it moves on", async () => {
  const { printed, code } = await run({
    "main.pb.js": `
      cronAdd("daily", "30 6 * * *", () => { $app.store().set("runs", ($app.store().get("runs") ?? 0) + 1); });
      cronAdd("broken", "0 0 1 1 *", () => { throw new Error("no luck"); });
      routerAdd("GET", "/runs", (e) => e.json(200, { runs: $app.store().get("runs"), now: new DateTime().string(), date: Date.now() }));`,
    "main.test.ts": `${head}
      test("time", async ({ app, clock }) => {
        clock.set("2026-03-01 06:00");
        const anna = await app.create("users");
        expect(anna.created).toBe("2026-03-01 06:00:00.000Z");
        await clock.advance({ days: 3 });
        expect((await app.get("/runs")).body).toEqual({ runs: 3, now: "2026-03-04 06:00:00.000Z", date: clock.now().getTime() });
        await app.runCron("daily");
        expect((await app.get("/runs")).body.runs).toBe(4);
        await expect(() => app.runCron("broken")).toThrow('The cron job "broken" failed: no luck');
        await expect(clock.advance({ days: 365 })).toThrow("no luck");
      });
      test("a token runs out", async ({ app, clock }) => {
        const anna = await app.create("users");
        const { token } = (await app.as(anna).post("/api/collections/users/auth-refresh")).body;
        const me = () => app.get("/api/collections/users/records/" + anna.id, { headers: { authorization: token } });
        expect((await me()).status).toBe(200);
        await clock.advance({ days: 30 });
        expect((await me()).status).toBe(404);
      });`,
  });

  expect(printed).toContain("2 passed");
  expect(code).toBe(0);
});

test("what fails is told in the author's lines, with what was logged meanwhile", async () => {
  const { printed, code } = await run({
    "main.pb.ts": `interface Unused { readonly a: string }\nrouterAdd("GET", "/t", () => { throw new Error("deep inside"); });`,
    "lib/check.ts": `import { expect } from "isobase/testing";\ninterface Unused { a: string }\nexport const check = (n: number): void => expect(n).toBe(2);`,
    "main.test.ts": `${head}import { check } from "./lib/check.ts";
interface Unused { readonly a: string }
test("a request", async ({ app }) => {
  expect((await app.get("/t")).status).toBe(200);
});
test("a neighbour", () => check(1));
test.skip("left out", () => {});
test("thrown", () => { throw new TypeError("not today"); });
test("fine", () => {});`,
  });

  expect(printed).toContain("expected 400\n    to be 200\n    main.test.ts:5:40: AssertionError");
  expect(printed).toContain('expect((await app.get("/t")).status).toBe(200);');
  expect(printed).toMatch(/logged: GET \/t: .*deep inside/);
  expect(printed).toContain("main.pb.ts:2:38");
  expect(printed).toContain("lib/check.ts:3:53");
  expect(printed).toContain("main.test.ts:9:30: TypeError");
  expect(printed).toContain("- left out (skipped)");
  expect(printed).toContain("1 passed, 3 failed, 1 skipped");
  expect(code).toBe(1);
});

test("groups name their tests, beforeEach() prepares them, and only() leaves out the others", async () => {
  const { printed, code } = await run({
    "main.test.ts": `${head}
      beforeEach(({ app }) => app.create("users", { name: "outer" }));
      describe("people", () => {
        beforeEach(({ app }) => app.create("users", { name: "inner" }));
        test.only("are there", async ({ app }) => {
          expect((await app.findAll("users")).map(({ name }) => name)).toEqual(["outer", "inner"]);
        });
      });
      test("others", () => {});`,
  });

  expect(printed).toContain("✓ people › are there");
  expect(printed).toContain("1 passed, 1 skipped");
  expect(code).toBe(0);
});

test("files that cannot be read, hooks that cannot be loaded and a folder without tests are failures", async () => {
  const unreadable = await run({ "a.test.ts": `const x = ;`, "b.test.ts": `${head}test("b", () => {});` });
  expect(unreadable.printed).toContain(`a.test.ts:1:11: Unexpected ";"`);
  expect(unreadable.printed).toContain("✓ b");
  expect(unreadable.code).toBe(1);

  const broken = await run({ "a.pb.js": `nope();`, "b.test.ts": `${head}test("b", () => {});` });
  expect(broken.printed).toContain("nope is not defined");
  expect(broken.printed).toContain("The hooks cannot be tested before all of them can be loaded.");
  expect(broken.code).toBe(1);

  const none = await run({ "a.pb.js": "" });
  expect(none.printed).toContain("There are no tests in");
  expect(none.code).toBe(1);
});

test("single files may be named", async () => {
  const files = { "a.test.ts": `${head}test("a", () => {});`, "b.test.ts": `${head}test("b", () => {});` };

  const { printed } = await run(files, "b.test.ts");

  expect(printed).toContain("✓ b");
  expect(printed).not.toContain("✓ a");
});
