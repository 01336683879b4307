// Scripts may put their own function in its place.
const { load } = Atomics;

/** Counts of writes, and how they stood: places and figures in turn. */
export type Stand = readonly number[];

/** Whether all of these counts still stand like this. */
export function isStill(counts: Int32Array, stand: Stand): boolean {
  for (let i = 0; i < stand.length; i += 2) {
    if (load(counts, stand[i] as number) !== stand[i + 1]) return false;
  }
  return true;
}
