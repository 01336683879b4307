import { keptInSandbox } from "../kept.ts";
import { isMuted } from "./console.ts";
import { call } from "./host.ts";
import { watched } from "./live.ts";
import { isLoading } from "./registry.ts";

/** Functions that were put into the store here. */
const functions = new Map<string, unknown>();
/** Values that were read and changed; written back when the handler is over. */
const changed = new Map<string, unknown>();

/** Writes back what was changed in values of the store. */
export function writeBack(): void {
  if (changed.size === 0) return;
  for (const [key, value] of changed) call("store.set", key, value);
  changed.clear();
}

/** While a file is heard again, in another sandbox: what it put into the store is there, and may have changed since. */
function isRepeated(): boolean {
  return isLoading() && isMuted();
}

/** What all handlers share. Objects are copied on the way in; what is changed in one that was read is written back. */
export class Store {
  get(key: string): unknown {
    writeBack();
    const value = call("store.get", key) ?? null;
    if (value === keptInSandbox) return functions.get(key) ?? null;
    return watched(value, () => changed.set(key, value));
  }

  getOk(key: string): readonly [value: unknown, found: boolean] {
    return this.has(key) ? [this.get(key), true] : [null, false];
  }

  set(key: string, value: unknown): void {
    changed.delete(key);
    if (typeof value === "function") functions.set(key, value);
    if (isRepeated()) return;
    call("store.set", key, typeof value === "function" ? keptInSandbox : value);
  }

  /** A function is there where it was put: every sandbox that loads a file puts its own. */
  has(key: string): boolean {
    return call<boolean>("store.has", key) || (functions.has(key) && this.get(key) !== null);
  }

  remove(key: string): void {
    if (isRepeated()) return;
    changed.delete(key);
    call("store.remove", key);
  }

  removeAll(): void {
    this.reset();
  }

  reset(values: object = {}): void {
    if (isRepeated()) return;
    changed.clear();
    call("store.reset", values);
  }

  getAll(): { [key: string]: unknown } {
    writeBack();
    const all = call<{ [key: string]: unknown }>("store.getAll");
    for (const [key, value] of Object.entries(all))
      if (value === keptInSandbox) all[key] = functions.get(key) ?? null;
    return all;
  }

  keys(): string[] {
    return Object.keys(this.getAll());
  }

  values(): unknown[] {
    return Object.values(this.getAll());
  }

  length(): number {
    return this.keys().length;
  }

  getOrSet(key: string, make: () => unknown): unknown {
    if (this.has(key)) return this.get(key);
    const value = make();
    this.set(key, value);
    return value;
  }

  setFunc(key: string, make: (old: unknown) => unknown): void {
    this.set(key, make(this.get(key)));
  }

  setIfLessThanLimit(key: string, value: unknown, limit: number): boolean {
    return call<boolean>("store.setBelow", key, value, limit);
  }
}

export const store = new Store();
