import type { Located } from "./guest/registry.ts";

/** What a script registered, in the words of its author. */
export function nameOf(one: Located): string {
  switch (one.kind) {
    case "route":
      return `${one.method} ${one.path}`;
    case "hook":
      return [one.name, ...one.tags].join(" ");
    case "cron":
      return `${one.id} ${one.expression}`;
    default:
      return one.kind;
  }
}
