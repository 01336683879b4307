import type { Command } from "../cli/command.ts";
import type { Config } from "../config.ts";
import type { Database } from "../db/database.ts";
import { WriteCounts } from "../db/write-counts.ts";
import { HookBus } from "../hooks/bus.ts";
import type { Hook } from "../hooks/hook.ts";
import { Dispatcher } from "../http/dispatch.ts";
import type { Middleware, Route } from "../http/routes.ts";
import type { LogHub } from "../log.ts";
import type { ExtensionPoint } from "./extension-point.ts";
import { JsonShapers } from "./points.ts";

export interface Databases {
  readonly data: Database;
  /** Another one when the former turned out to be damaged: to be asked for, not kept. */
  readonly auxiliary: Database;
}

/** What all scopes register into. One per kernel; nobody but scopes and the kernel touches it. */
export class Ground {
  readonly config: Config;
  readonly logs: LogHub;
  readonly bus = new HookBus();
  readonly writes = new WriteCounts();
  readonly routes = new Set<Route>();
  readonly middlewares = new Set<Middleware>();
  readonly commands = new Set<Command>();
  readonly hooks = new Map<string, Hook<object>>();
  readonly #items = new Map<string, Set<unknown>>();
  readonly #lists = new Map<string, readonly unknown[]>();
  #databases: Databases | undefined;
  #onRoutesChange: ((dispatcher: Dispatcher) => void) | undefined;

  /** Settles when a plugin wants the house to end and start again, with what to do in between. */
  readonly restartAsked: Promise<() => Promise<void>>;
  #askRestart: (between: () => Promise<void>) => void = () => {};

  constructor(config: Config, logs: LogHub) {
    this.restartAsked = new Promise((resolve) => {
      this.#askRestart = resolve;
    });
    this.config = config;
    this.logs = logs;
  }

  get databases(): Databases {
    if (this.#databases === undefined)
      throw new Error("The database is opened in onBootstrap, after next().");
    return this.#databases;
  }

  set databases(opened: Databases) {
    this.#databases = opened;
  }

  async closeDatabases(): Promise<void> {
    const opened = this.#databases;
    this.#databases = undefined;
    await opened?.data.close();
    await opened?.auxiliary.close();
  }

  askRestart(between: () => Promise<void>): void {
    this.#askRestart(between);
  }

  addItem<T>(point: ExtensionPoint<T>, item: T): () => void {
    const items = this.#items.get(point.name) ?? new Set();
    this.#items.set(point.name, items.add(item));
    this.#lists.delete(point.name);
    return () => {
      items.delete(item);
      this.#lists.delete(point.name);
    };
  }

  /** The same list until one comes or goes: some are asked for with every request. */
  items<T>(point: ExtensionPoint<T>): readonly T[] {
    const known = this.#lists.get(point.name);
    if (known !== undefined) return known as readonly T[];
    const list = [...(this.#items.get(point.name) ?? [])];
    this.#lists.set(point.name, list);
    return list as T[];
  }

  /** Builds the dispatcher of the moment; throws when two routes conflict. */
  dispatcher(): Dispatcher {
    return new Dispatcher([...this.routes], [...this.middlewares], this.items(JsonShapers));
  }

  /** From now on every change of routes is followed by a new dispatcher. */
  followRoutes(follow: (dispatcher: Dispatcher) => void): void {
    this.#onRoutesChange = follow;
  }

  /** Changes of routes concern nobody any more: there will be no further requests. */
  forgetRoutes(): void {
    this.#onRoutesChange = undefined;
  }

  routesChanged(): void {
    this.#onRoutesChange?.(this.dispatcher());
  }
}
