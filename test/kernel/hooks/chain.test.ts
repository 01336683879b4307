import { expect, test } from "vitest";
import { HookBus } from "../../../kernel/hooks/bus.ts";
import { defineHook, type Handler } from "../../../kernel/hooks/hook.ts";

interface Thing {
  readonly seen: string[];
  readonly tags?: readonly string[];
}

const onThing = defineHook<Thing>("onThing", { tagsOf: (e) => e.tags ?? [] });
const thing = (tags?: readonly string[]): Thing => ({ seen: [], ...(tags && { tags }) });

const pass =
  (label: string): Handler<Thing> =>
  (e) => {
    e.seen.push(label);
    return e.next();
  };

test("handlers wrap the work like an onion, in the order they were bound", async () => {
  const bus = new HookBus();
  for (const name of ["a", "b"]) {
    bus.on(onThing, async (e) => {
      e.seen.push(`${name} in`);
      await e.next();
      e.seen.push(`${name} out`);
    });
  }
  const event = thing();

  await bus.trigger(onThing, event, (e) => void e.seen.push("work"));

  expect(event.seen).toEqual(["a in", "b in", "work", "b out", "a out"]);
});

test("a handler that does not call next() stops the chain without an error", async () => {
  const bus = new HookBus();
  bus.on(onThing, () => {});
  const event = thing();

  await bus.trigger(onThing, event, (e) => void e.seen.push("work"));

  expect(event.seen).toEqual([]);
});

test("a handler that forgets to await next() does not lose its error", async () => {
  const bus = new HookBus();
  bus.on(onThing, (e) => void e.next());

  const run = bus.trigger(onThing, thing(), () => {
    throw new Error("late");
  });

  await expect(run).rejects.toThrow("late");
});

test("a handler that throws before the rest has ended still waits for the rest", async () => {
  const bus = new HookBus();
  let ended = false;
  bus.on(onThing, (e) => {
    void e.next();
    throw new Error("early");
  });

  const run = bus.trigger(onThing, thing(), async () => {
    await new Promise((resolve) => setImmediate(resolve));
    ended = true;
  });

  await expect(run).rejects.toThrow("early");
  expect(ended).toBe(true);
});

test("an error caught around next() is dealt with and outer handlers do not see it", async () => {
  const bus = new HookBus();
  const event = thing();
  bus.on(onThing, async (e) => {
    await e.next();
    e.seen.push("outer went on");
  });
  bus.on(onThing, async (e) => {
    try {
      await e.next();
    } catch {
      e.seen.push("caught");
    }
  });

  await bus.trigger(onThing, event, () => {
    throw new Error("inside");
  });

  expect(event.seen).toEqual(["caught", "outer went on"]);
});

test.each([1, 2])("calling next() twice is an error with %i handler(s)", async (count) => {
  const bus = new HookBus();
  bus.on(onThing, async (e) => {
    await e.next();
    await e.next();
  });
  for (let i = 1; i < count; i++) bus.on(onThing, (e) => e.next());

  await expect(bus.trigger(onThing, thing())).rejects.toThrow("next() twice");
});

test("lower priority runs earlier, equals in the order they came", async () => {
  const bus = new HookBus();
  const add = (name: string, priority: number): unknown => bus.on(onThing, pass(name), { priority });
  add("late", 10);
  add("first", -1);
  add("equal 1", 0);
  add("equal 2", 0);
  const event = thing();

  await bus.trigger(onThing, event);

  expect(event.seen).toEqual(["first", "equal 1", "equal 2", "late"]);
});

test("a handler with the id of another takes its place in the row", async () => {
  const bus = new HookBus();
  bus.on(onThing, pass("old"), { id: "x" });
  bus.on(onThing, pass("other"));
  bus.on(onThing, pass("new"), { id: "x" });
  const event = thing();

  await bus.trigger(onThing, event);

  expect(event.seen).toEqual(["new", "other"]);
});

test("tags narrow a handler to events that carry one of them", async () => {
  const bus = new HookBus();
  bus.on(onThing, pass("posts"), { tags: ["posts"] });
  bus.on(onThing, pass("all"));
  const [post, other] = [thing(["posts", "pbc_1"]), thing(["users"])];

  await bus.trigger(onThing, post);
  await bus.trigger(onThing, other);

  expect([post.seen, other.seen]).toEqual([["posts", "all"], ["all"]]);
  expect(bus.hears(onThing, ["users"])).toBe(true);
});

test("a handler that chooses its events is not asked for the others", async () => {
  const bus = new HookBus();
  bus.on(onThing, pass("chosen"), { when: (e) => e.tags?.includes("posts") ?? false });
  const [post, other] = [thing(["posts"]), thing(["users"])];

  await bus.trigger(onThing, post);
  await bus.trigger(onThing, other);

  expect([post.seen, other.seen]).toEqual([["chosen"], []]);
  expect(bus.hears(onThing, ["users"])).toBe(true); // there is no telling without the event
  expect(bus.hears(onThing, ["users"], other)).toBe(false);
});

test("a chain under way keeps the handlers it started with", async () => {
  const bus = new HookBus();
  const event = thing();
  bus.on(onThing, async (e) => {
    unbind();
    await e.next();
  });
  const unbind = bus.on(onThing, pass("still here"));

  await bus.trigger(onThing, event);
  await bus.trigger(onThing, event);

  expect(event.seen).toEqual(["still here"]);
});

test("work runs when nobody listens, and a hook without handlers hears nothing", async () => {
  const bus = new HookBus();
  const event = thing();

  await bus.trigger(onThing, event, (e) => void e.seen.push("work"));

  expect(event.seen).toEqual(["work"]);
  expect(bus.has(onThing)).toBe(false);
});
