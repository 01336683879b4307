import { PluginProblem } from "./errors.ts";
import { startOrder } from "./graph.ts";
import type { Ground } from "./ground.ts";
import type { Plugin } from "./plugin.ts";
import { Scope } from "./scope.ts";
import type { Service } from "./service.ts";

/** What is loaded: starts plugins in order and stops them in reverse. */
export class PluginRegistry {
  readonly #ground: Ground;
  readonly #scopes: Scope[] = [];
  readonly #services = new Map<string, unknown>();

  constructor(ground: Ground) {
    this.#ground = ground;
  }

  async start(plugins: readonly Plugin[]): Promise<void> {
    const ordered = startOrder(plugins);
    for (const plugin of ordered) this.#declareHooks(plugin);
    for (const plugin of ordered) await this.#setUp(plugin);
  }

  /** What a plugin offers, for the kernel's own tests and commands. */
  service<T>(token: Service<T>): T {
    if (!this.#services.has(token.name)) throw new PluginProblem(`No plugin provides "${token.name}".`);
    return this.#services.get(token.name) as T;
  }

  async stop(): Promise<void> {
    for (const scope of this.#scopes.splice(0).reverse()) await scope.close();
    this.#services.clear();
  }

  #declareHooks(plugin: Plugin): void {
    for (const hook of plugin.hooks ?? []) {
      if (this.#ground.hooks.has(hook.name)) {
        throw new PluginProblem(
          `Plugin "${plugin.name}" declares hook "${hook.name}", which is declared already.`,
        );
      }
      this.#ground.hooks.set(hook.name, hook);
    }
  }

  async #setUp(plugin: Plugin): Promise<void> {
    const scope = new Scope(this.#ground, plugin.name, "live");
    this.#scopes.push(scope);
    for (const command of plugin.commands ?? []) scope.command(command);
    const required: Record<string, unknown> = {};
    for (const [key, token] of Object.entries(plugin.requires ?? {}))
      required[key] = this.#services.get(token.name);
    let offered: Readonly<Record<string, unknown>>;
    try {
      offered = ((await plugin.setup(scope, required)) ?? {}) as Readonly<Record<string, unknown>>;
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new PluginProblem(`Plugin "${plugin.name}" could not start: ${reason}`, { cause });
    }
    for (const [key, token] of Object.entries(plugin.provides ?? {})) {
      if (offered[key] === undefined) {
        throw new PluginProblem(
          `Plugin "${plugin.name}" promises "${key}" and did not return it from setup().`,
        );
      }
      this.#services.set(token.name, offered[key]);
    }
  }
}
