import type { TestContext } from "./context.ts";

type Work = (context: TestContext) => unknown;

export interface CollectedTest {
  /** With the names of the groups around it. */
  readonly name: string;
  readonly mode: "run" | "skip" | "only";
  readonly work: Work;
  /** What is done before it, outermost group first. */
  before(): readonly Work[];
}

interface Group {
  readonly name: string;
  readonly parent: Group | undefined;
  readonly before: Work[];
}

let group: Group = { name: "", parent: undefined, before: [] };
let collected: CollectedTest[] = [];

/** Hands over the tests that were written down since the last time. */
export function takeTests(): readonly CollectedTest[] {
  const taken = collected;
  collected = [];
  group = { name: "", parent: undefined, before: [] };
  return taken;
}

function adder(mode: CollectedTest["mode"]): (name: string, work: Work) => void {
  return (name, work) => {
    const owner = group;
    collected.push({ name: fullName(owner, name), mode, work, before: () => beforeIn(owner) });
  };
}

export const test = Object.assign(adder("run"), { skip: adder("skip"), only: adder("only") });

/** Groups tests under a name. */
export function describe(name: string, work: () => void): void {
  group = { name, parent: group, before: [] };
  try {
    work();
  } finally {
    group = group.parent ?? group;
  }
}

/** Runs before every test of this file, or of the group it stands in. */
export function beforeEach(work: Work): void {
  group.before.push(work);
}

function fullName({ name, parent }: Group, below: string): string {
  const joined = name === "" ? below : `${name} › ${below}`;
  return parent === undefined ? joined : fullName(parent, joined);
}

function beforeIn({ before, parent }: Group): readonly Work[] {
  return parent === undefined ? before : [...beforeIn(parent), ...before];
}
