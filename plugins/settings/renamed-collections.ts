import { type PluginScope, sql } from "#kernel";
import { collectionHooks } from "../collections/contract.ts";
import type { RateLimitRule, Settings } from "./contract.ts";

/** Keeps rate limits that name a collection (`posts:create`) with it when its name changes. */
export function followRenames(scope: PluginScope, settings: Settings): void {
  scope.on(collectionHooks.updateExecute, async (e) => {
    const { id } = e.collection;
    const former = await e.db.value<string>(sql`SELECT name FROM _collections WHERE id = ${id}`);
    await e.next();
    const rules = former === undefined ? undefined : renamed(settings, former, e.collection.name);
    if (rules === undefined) return;
    const { rateLimits } = settings.values;
    await settings.save(e.db, { ...settings.values, rateLimits: { ...rateLimits, rules } });
  });
}

function renamed(settings: Settings, former: string, name: string): RateLimitRule[] | undefined {
  const { rules } = settings.values.rateLimits;
  const prefix = `${former}:`;
  if (former === name || !rules.some(({ label }) => label.startsWith(prefix))) return undefined;
  return rules.map((rule) =>
    rule.label.startsWith(prefix) ? { ...rule, label: `${name}:${rule.label.slice(prefix.length)}` } : rule,
  );
}
