import { availableParallelism } from "node:os";
import type { Field } from "../collections/contract.ts";

const defaultCost = 10;
// One core and one of libuv's four threads stay free: sign-ins queue up behind each other, other requests do not.
const atOnce = Math.min(3, Math.max(1, availableParallelism() - 1));
const maxWaiting = 10_000;

let running = 0;
const waiting: (() => void)[] = [];

/** A bcrypt hash as the reference writes it, made off the main thread. */
export async function hashPassword(plain: string, cost: number): Promise<string> {
  const { hash } = await bcrypt();
  return await inTurn(() => hash(plain, { cost, version: "2a" }));
}

/** Whether `hash` is of this password; takes as long for an empty hash as for one of the usual cost. */
export async function isSamePassword(plain: string, hash: string): Promise<boolean> {
  const { verify } = await bcrypt();
  const same = await inTurn(() => verify(plain, hash === "" ? dummyHash : hash));
  return same && hash !== "";
}

/** The cost a password field asks for. */
export function costOf(field: Field | undefined): number {
  return Number(field?.cost) || defaultCost;
}

/** A hash of nothing anybody can type, to compare with where there is no record. */
const dummyHash = "$2a$10$7T./.qUOoEuGByBx4W8su.w.N4DPdJWsgKuYmAe1O7jb0ILYlZHhq";

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= atOnce) {
    if (waiting.length >= maxWaiting) throw new Error("too many passwords are waiting to be checked");
    await new Promise<void>((go) => waiting.push(go));
  } else running++;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next === undefined) running--;
    else next();
  }
}

function bcrypt(): Promise<Bcrypt> {
  loaded ??= import("@node-rs/bcrypt");
  return loaded;
}

// Loading it takes 15 ms, which a start that signs nobody in should not pay.
type Bcrypt = typeof import("@node-rs/bcrypt");
let loaded: Promise<Bcrypt> | undefined;
