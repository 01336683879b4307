// biome-ignore-all lint/suspicious/noTemplateCurlyInString: scripts are written down as text here
import path from "node:path";
import { expect, test } from "vitest";
import { ask, createTestApp } from "../../support/app.ts";
import { temporaryFolder } from "../../support/folder.ts";
import { answerOf, appWithHooks, writeFiles } from "../../support/hooks.ts";

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

test("a hook may import packages of the project, ES modules and CommonJS, at its top and in handlers", async () => {
  const root = await temporaryFolder();
  await writeFiles(root, {
    "node_modules/left/package.json": `{"name":"left","version":"1.0.0","main":"index.js"}`,
    "node_modules/left/index.js": `const { fill } = require("./fill"); module.exports = (s, n) => fill(n) + s;`,
    "node_modules/left/fill.js": `exports.fill = (n) => "-".repeat(n);`,
    "node_modules/modern/package.json": `{"name":"modern","version":"1.0.0","type":"module","exports":{".":"./main.js","./sub":"./sub.js"}}`,
    "node_modules/modern/main.js": `import left from "left"; export default class Box { pad(s) { return left(s, 2); } }`,
    "node_modules/modern/sub.js": `export const shout = (s) => s.toUpperCase();`,
    "pb_hooks/main.pb.ts": `
      import Box from "modern";
      import { shout } from "modern/sub";
      import { neighbour } from "./lib/neighbour.ts";
      routerAdd("GET", "/t", (e) => e.json(200, [new Box().pad("a"), shout("b"), require("left")("c", 1), neighbour()]));`,
    "pb_hooks/lib/neighbour.ts": `import left from "left";\nexport const neighbour = (): string => left("n", 3);`,
  });
  const app = await createTestApp({ flags: { dir: path.join(root, "pb_data") } });

  expect((await ask(app, "GET /t")).body).toEqual(["--a", "B", "-c", "---n"]);
});
