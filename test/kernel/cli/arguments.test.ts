import { expect, test } from "vitest";
import { parseArguments } from "../../../kernel/cli/arguments.ts";
import type { Flag } from "../../../kernel/cli/command.ts";

const flags: readonly Flag[] = [
  { name: "dir", type: "string", summary: "" },
  { name: "dev", type: "boolean", summary: "" },
  { name: "queryTimeout", type: "number", summary: "" },
  { name: "origins", type: "strings", summary: "" },
];

test("flags may stand anywhere, with or without an equals sign", () => {
  const argv = [
    "--dev",
    "superuser",
    "--dir",
    "/x",
    "create",
    "--queryTimeout=5",
    "--origins=a,b",
    "--",
    "--dir",
  ];

  expect(parseArguments(argv, flags)).toEqual({
    words: ["superuser", "create", "--dir"],
    flags: { dev: true, dir: "/x", queryTimeout: 5, origins: ["a", "b"] },
  });
});

test.each([
  [["--nope"], "unknown flag: --nope"],
  [["--dir"], "flag needs an argument: --dir"],
  [["--queryTimeout=x"], "expected a whole number"],
  [["--dev=maybe"], "expected true or false"],
])("%j is refused with what was expected", (argv, message) => {
  expect(() => parseArguments(argv, flags)).toThrow(message);
});

test.each([
  [["--inspect", "serve"], "127.0.0.1:1", ["serve"]],
  [["--inspect"], "127.0.0.1:1", []],
  [["--inspect", "localhost:9333", "serve"], "localhost:9333", ["serve"]],
  [["serve", "--inspect=9333"], "9333", ["serve"]],
])("%j: a flag may stand bare where what follows is no value for it", (argv, inspect, words) => {
  const bare = { value: "127.0.0.1:1", unless: /:\d+$/ };

  const known: readonly Flag[] = [{ name: "inspect", type: "string", summary: "", bare }];

  expect(parseArguments(argv, known)).toEqual({ words, flags: { inspect } });
});
