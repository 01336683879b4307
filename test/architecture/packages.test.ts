import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");
const read = (file: string) => JSON.parse(readFileSync(path.join(root, file), "utf8"));

// isolated-vm 5 says it runs from Node 18 on, but from 22 on it only compiles for a minute and fails. npm leaves out what
// is optional and not for this Node, and believes the lock file: so the limit stands there, by hand. An update takes it out.
test("the lock file leaves each sandbox to the Nodes it is for", () => {
  const { packages } = read("package-lock.json");
  const engine = (name: string) => packages[`node_modules/${name}`].engines.node;

  expect(engine("isolated-vm-5")).toBe(">=18.0.0 <22.0.0");
  expect(engine("isolated-vm-6")).toBe(">=22.0.0");
  expect(engine("isolated-vm-7")).toBe(">=24.0.0");
});
