import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Bytes that may pass before what they left behind is swept up. */
const sweptEvery = 8 * 1024 * 1024;

let passed = 0;
let sweep: (() => void) | undefined;

/**
 * To be told of bytes that stream past and are garbage at once. V8 sees only the small objects around them and lets some
 * 32 MB gather before it does anything; a sweep of the young generation costs about a millisecond.
 */
export function notePassing(bytes: number): void {
  passed += bytes;
  if (passed < sweptEvery) return;
  passed = 0;
  sweep ??= findSweep();
  sweep();
}

function findSweep(): () => void {
  setFlagsFromString("--expose-gc");
  const collect: ((options: { readonly type: "minor" }) => void) | undefined =
    runInNewContext("globalThis.gc");
  setFlagsFromString("--no-expose-gc"); // no sandbox made from now on shall have it
  return () => collect?.({ type: "minor" });
}
