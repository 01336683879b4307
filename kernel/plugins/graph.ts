import { PluginProblem } from "./errors.ts";
import type { Plugin } from "./plugin.ts";

/** Plugins in the order they start: whoever provides a service before whoever requires it, equals by name. */
export function startOrder(plugins: readonly Plugin[]): readonly Plugin[] {
  const providers = providersByService(plugins);
  const ordered: Plugin[] = [];
  const done = new Set<Plugin>();

  const visit = (plugin: Plugin, path: readonly string[]): void => {
    if (done.has(plugin)) return;
    if (path.includes(plugin.name)) {
      throw new PluginProblem(
        `Plugins require each other in a circle: ${[...path, plugin.name].join(" → ")}.`,
      );
    }
    for (const { name } of Object.values(plugin.requires ?? {})) {
      const provider = providers.get(name);
      if (provider === undefined) {
        throw new PluginProblem(`Plugin "${plugin.name}" requires "${name}", which no plugin provides.`);
      }
      visit(provider, [...path, plugin.name]);
    }
    done.add(plugin);
    ordered.push(plugin);
  };

  for (const plugin of [...plugins].sort((a, b) => (a.name < b.name ? -1 : 1))) visit(plugin, []);
  return ordered;
}

function providersByService(plugins: readonly Plugin[]): Map<string, Plugin> {
  const names = new Set<string>();
  const providers = new Map<string, Plugin>();
  for (const plugin of plugins) {
    if (names.has(plugin.name)) throw new PluginProblem(`Two plugins are named "${plugin.name}".`);
    names.add(plugin.name);
    for (const { name } of Object.values(plugin.provides ?? {})) {
      const other = providers.get(name);
      if (other !== undefined) {
        throw new PluginProblem(`Plugins "${other.name}" and "${plugin.name}" both provide "${name}".`);
      }
      providers.set(name, plugin);
    }
  }
  return providers;
}
