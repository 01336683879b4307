import { expect, test } from "vitest";
import { endsWithNext } from "../../../../plugins/scripts/guest/last-words.ts";

// Handlers stand here as esbuild writes them, and are made from text, so that nothing rewrites them.
const made = (text: string): unknown => new Function(`return (${text})`)();

test.each([
  ["(e) => {\n  e.next();\n}"],
  ["(e) => e.next()"],
  ["e => e.next()"],
  ["function(e) {\n  return e.next();\n}"],
  ["function named($e) {\n  $e.next();\n}"],
  ['(e) => {\n  e.record.set("title", e.record.get("a.b"));\n  e.next();\n}'],
  ["(e) => {\n  if (!e.auth) {\n    throw new Error();\n  }\n  e.next();\n}"],
  ["(e) => {\n  if (e.record.get('x')) return e.json(200, {});\n  return e.next();\n}"],
])("%j ends with next()", (text) => {
  expect(endsWithNext(made(text))).toBe(true);
});

test.each([
  ["(e) => {\n  e.next();\n  after();\n}"],
  ["(e) => {\n  if (a) e.next();\n}"],
  ["(e) => {\n  if (a) {\n    b();\n  } else e.next();\n}"],
  ["(e) => {\n  if (a) {\n    e.next();\n  }\n}"],
  ["(e) => {\n  try {\n    e.next();\n  } catch (error) {\n  }\n}"],
  ["(e) => {\n  e.next();\n  b();\n  e.next();\n}"],
  ["(e) => {\n  helper(e);\n  e.next();\n}"],
  ["(e) => {\n  const { next } = e;\n  e.next();\n}"],
  ["(e) => {\n  e['next']();\n  e.next();\n}"],
  ["(e) => {\n  const go = e.next;\n  e.next();\n}"],
  ["function(e) {\n  arguments[0].next();\n  e.next();\n}"],
  ["(e) => ({ go() {\n  e.next();\n} })"],
  ["(e) => function() {\n  e.next();\n}"],
  ["async (e) => {\n  e.next();\n}"],
  ["(a, e) => {\n  e.next();\n}"],
  ["({ next }) => {\n  next();\n}"],
  ["() => {\n}"],
])("%j may go on after it", (text) => {
  expect(endsWithNext(made(text))).toBe(false);
});
