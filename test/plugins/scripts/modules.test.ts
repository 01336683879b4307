// biome-ignore-all lint/suspicious/noTemplateCurlyInString: scripts are written down as text here
import { expect, test } from "vitest";
import { ask } from "../../support/app.ts";
import { answerOf, appWithHooks } from "../../support/hooks.ts";

test("require() finds files by the hooks folder, by relative name, and JSON", async () => {
  const more = {
    "lib/a.js": `const { b } = require("./b"); module.exports = { a: "a" + b, data: require("./c.json") }`,
    "lib/b.ts": `export const b: string = "b";`,
    "lib/c.json": `{"c":1}`,
  };

  expect(
    await answerOf("const { a, data } = require(`${__hooks}/lib/a.js`); e.json(200, [a, data])", more),
  ).toEqual(["ab", { c: 1 }]);
});

test("a TypeScript hook may import its neighbours", async () => {
  const app = await appWithHooks({
    "main.pb.ts": `
      import { greet } from "./greet.ts";
      interface Answer { text: string }
      routerAdd("GET", "/t", (e) => { const answer: Answer = { text: greet("you") }; return e.json(200, answer) });`,
    "greet.ts": "export const greet = (name: string): string => `hello ${name}`;",
  });

  expect((await ask(app, "GET /t")).body).toEqual({ text: "hello you" });
});

test("a module that is not there is an error the script can catch", async () => {
  expect(await answerOf(`try { require("nope") } catch (err) { e.json(200, String(err)) }`)).toBe(
    "GoError: Invalid module",
  );
});
