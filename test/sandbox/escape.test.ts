import { expect, test } from "vitest";
import { answerOf } from "../support/hooks.ts";

test("nothing of the host's can be reached from the globals", async () => {
  const names = await answerOf(`
    const seen = new Set(), found = [];
    const visit = (value, path, depth) => {
      if ((typeof value !== "object" && typeof value !== "function") || value === null || seen.has(value) || depth > 6) return;
      seen.add(value);
      const tag = Object.prototype.toString.call(value);
      if (tag.includes("Reference") || (value.constructor && value.constructor.name === "Reference")) found.push(path);
      for (const key of Reflect.ownKeys(value)) {
        let inner; try { inner = value[key] } catch { continue }
        visit(inner, path + "." + String(key), depth + 1);
      }
      visit(Object.getPrototypeOf(value), path + ".__proto__", depth + 1);
    };
    visit(globalThis, "globalThis", 0);
    visit(e, "e", 0);
    e.json(200, found)`);

  expect(names).toEqual([]);
});

test("constructors of what is handed over belong to the sandbox", async () => {
  expect(
    await answerOf(`
      const reach = (value) => value.constructor.constructor("return typeof process === 'undefined' ? 'none' : typeof process.mainModule")();
      e.json(200, [reach($app), reach(e), reach(e.requestInfo().query), reach($app.findAllCollections()), reach(console.log)])`),
  ).toEqual(["undefined", "undefined", "undefined", "undefined", "undefined"]);
});

test("errors of the host bring no host objects and no host paths", async () => {
  const text = await answerOf(`
    try { $os.readFile("/nope") } catch (err) {
      const reached = err.constructor.constructor("return typeof require")();
      e.json(200, [reached, err.stack.includes("/host/"), err.stack.includes("node:internal")]);
    }`);

  expect(text).toEqual(["function", false, false]);
});

test("stack traces cannot be used to get at our own functions", async () => {
  expect(
    await answerOf(`
      Error.prepareStackTrace = (_error, sites) => sites;
      const sites = new Error("x").stack;
      e.json(200, [typeof sites, sites.includes("isobase:boot")])`),
  ).toEqual(["string", true]);
});

test("changed prototypes stay the script's own trouble", async () => {
  expect(
    await answerOf(`
      const got = [];
      const call = Function.prototype.call, apply = Function.prototype.apply, push = Array.prototype.push;
      Function.prototype.call = function (...args) { got.push(this); return Reflect.apply(call, this, args) };
      Function.prototype.apply = function (...args) { got.push(this); return Reflect.apply(apply, this, args) };
      Object.defineProperty(Object.prototype, "arguments", { set(value) { got.push(value) }, configurable: true });
      $app.store().set("x", 1);
      delete Object.prototype.arguments;
      Function.prototype.call = call; Function.prototype.apply = apply; Array.prototype.push = push;
      e.json(200, got.some((f) => String(f && f.constructor && f.constructor.name).includes("Reference")))`),
  ).toBe(false);
});

test("numbers of objects lent to other calls lead nowhere", async () => {
  expect(
    await answerOf(`
      const kept = globalThis.kept;
      globalThis.kept = e;
      e.json(200, kept === undefined)`),
  ).toBe(true);
});
