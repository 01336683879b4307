import { call } from "./host.ts";

/** What all handlers share. Values are copied on the way in and out; keys starting with "pb" are the server's. */
export class Store {
  get(key: string): unknown {
    return call("store.get", key) ?? null;
  }

  getOk(key: string): readonly [value: unknown, found: boolean] {
    return this.has(key) ? [this.get(key), true] : [null, false];
  }

  set(key: string, value: unknown): void {
    call("store.set", key, value);
  }

  has(key: string): boolean {
    return call<boolean>("store.has", key);
  }

  remove(key: string): void {
    call("store.remove", key);
  }

  removeAll(): void {
    call("store.reset", {});
  }

  reset(values: object = {}): void {
    call("store.reset", values);
  }

  getAll(): { [key: string]: unknown } {
    return call("store.getAll");
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
