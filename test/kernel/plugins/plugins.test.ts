import { expect, test } from "vitest";
import { defineExtensionPoint } from "../../../kernel/plugins/extension-point.ts";
import { startOrder } from "../../../kernel/plugins/graph.ts";
import { definePlugin, type Plugin, type PluginScope } from "../../../kernel/plugins/plugin.ts";
import { defineService } from "../../../kernel/plugins/service.ts";
import { createTestApp } from "../../support/app.ts";

const Greeter = defineService<{ greet(name: string): string }>("greeter");
const Words = defineExtensionPoint<string>("words");

const greeter = definePlugin({
  name: "z-greeter",
  summary: "Greets.",
  provides: { greeter: Greeter },
  setup: (scope) => ({ greeter: { greet: (name: string) => `${scope.collect(Words).join(" ")} ${name}` } }),
});

const caller = definePlugin({
  name: "caller",
  summary: "Lets greet.",
  requires: { greeter: Greeter },
  setup(scope, { greeter }) {
    scope.contribute(Words, "Good", "day");
    scope.route({
      method: "GET",
      path: "/greet/{name}",
      handle: (e) => ({ text: greeter.greet(e.params.name ?? "") }),
    });
  },
});

const plain = (name: string, more: object): Plugin =>
  ({ name, summary: "", setup: () => {}, ...more }) as unknown as Plugin;

test("a plugin starts after those it requires and uses what they offer", async () => {
  const app = await createTestApp({ plugins: [caller, greeter] });

  const response = await app.inject("/greet/Anna");

  expect(response.json()).toEqual({ text: "Good day Anna" });
});

test("what is missing, doubled or circular is told by name", () => {
  const a = defineService<unknown>("a");
  const b = defineService<unknown>("b");

  expect(() => startOrder([caller as unknown as Plugin])).toThrow(
    'Plugin "caller" requires "greeter", which no plugin provides.',
  );
  expect(() => startOrder([plain("x", {}), plain("x", {})])).toThrow('Two plugins are named "x".');
  expect(() => startOrder([plain("x", { provides: { a } }), plain("y", { provides: { a } })])).toThrow(
    '"x" and "y" both provide "a"',
  );
  expect(() =>
    startOrder([
      plain("x", { requires: { a }, provides: { b } }),
      plain("y", { requires: { b }, provides: { a } }),
    ]),
  ).toThrow("circle: x → y → x");
});

test("a staged scope is unseen until it is activated, and takes the place of another in one turn", async () => {
  let scope: PluginScope | undefined;
  function keep(given: PluginScope): undefined {
    scope = given;
  }
  const app = await createTestApp({ plugins: [plain("host", { setup: keep })] });
  const stage = (answer: string): ReturnType<NonNullable<typeof scope>["stage"]> => {
    const staged = scope?.stage(answer);
    if (staged === undefined) throw new Error("the plugin was not set up");
    staged.route({ method: "GET", path: "/x", handle: () => ({ answer }) });
    return staged;
  };
  const get = async (): Promise<unknown> => (await app.inject("/x")).json();

  const first = stage("first");
  expect(await get()).toMatchObject({ status: 404 });
  first.activate();
  expect(await get()).toEqual({ answer: "first" });

  const second = stage("second");
  expect(() => second.activate()).toThrow("conflicts with");
  expect(await get()).toEqual({ answer: "first" });
  second.activate({ replacing: first });
  expect(await get()).toEqual({ answer: "second" });

  await second.close();
  expect(await get()).toMatchObject({ status: 404 });
});

test("what a plugin deferred runs when it stops, last first", async () => {
  const told: string[] = [];
  const setup = (scope: PluginScope): undefined => {
    scope.defer(() => void told.push("first"));
    scope.defer(() => void told.push("second"));
  };
  const app = await createTestApp({ plugins: [plain("x", { setup })] });

  await app.terminate();

  expect(told).toEqual(["second", "first"]);
});
