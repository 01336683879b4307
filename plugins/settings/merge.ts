import { UnreadableForm } from "#kernel";
import type { SettingsValues } from "./contract.ts";
import { defaultSettings, newItems } from "./defaults.ts";

/**
 * The settings with what was given merged over them. Names match in any case, unknown ones are passed over and null
 * leaves a value as it is; items of lists are merged by position. All of it as the reference decodes JSON.
 */
export function mergeSettings(current: SettingsValues, given: unknown): SettingsValues {
  return merge(current, given, "") as SettingsValues; // every branch keeps the shape of `current`
}

/** Settings from the JSON of a row, older or partial ones included. */
export function readSettings(given: unknown): SettingsValues {
  return mergeSettings(defaultSettings(), given);
}

function merge(current: unknown, given: unknown, path: string): unknown {
  if (Array.isArray(current)) return mergeList(current, given, path);
  if (given === null) return current;
  if (typeof current === "object" && current !== null) return mergeObject(current, given, path);
  if (typeof given !== typeof current) throw new UnreadableForm();
  if (typeof given === "number" && !isInt64(given)) throw new UnreadableForm();
  return given;
}

function isInt64(value: number): boolean {
  return Number.isInteger(value) && Math.abs(value) < 2 ** 63;
}

function mergeList(current: readonly unknown[], given: unknown, path: string): unknown {
  if (given === null) return [];
  if (!Array.isArray(given)) throw new UnreadableForm();
  const fresh = newItems[path] ?? (() => "");
  return given.map((item, index) => merge(current[index] ?? fresh(), item, `${path}.${index}`));
}

function mergeObject(current: object, given: unknown, path: string): unknown {
  if (typeof given !== "object" || given === null || Array.isArray(given)) throw new UnreadableForm();
  const byName = new Map(Object.entries(given).map(([name, value]) => [name.toLowerCase(), value]));
  const merged: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(current)) {
    const change: unknown = byName.get(name.toLowerCase());
    const inner = path === "" ? name : `${path}.${name}`;
    merged[name] = change === undefined ? value : merge(value, change, inner);
  }
  return merged;
}
