import type { Command } from "../cli/command.ts";
import type { Config } from "../config.ts";
import type { Database } from "../db/database.ts";
import type { WriteCounts } from "../db/write-counts.ts";
import type { HandlerOptions, Unbind } from "../hooks/bus.ts";
import type { Handler, Hook } from "../hooks/hook.ts";
import { type Middleware, type Route, RouteTable } from "../http/routes.ts";
import type { LogEntry, Logger, LogWriter } from "../log.ts";
import type { ExtensionPoint } from "./extension-point.ts";
import type { Ground } from "./ground.ts";
import type { PluginScope, StagedScope, Undo } from "./plugin.ts";

type State = "waiting" | "live" | "closed";

/** Registers, remembers, undoes. */
export class Scope implements StagedScope {
  readonly log: Logger;
  readonly #ground: Ground;
  readonly #routes = new Set<Route>();
  readonly #middlewares = new Set<Middleware>();
  readonly #waiting: (() => Undo)[] = [];
  readonly #undos: Undo[] = [];
  readonly #deferred: (() => void | Promise<void>)[] = [];
  #state: State;

  constructor(ground: Ground, owner: string, state: "waiting" | "live") {
    this.#ground = ground;
    this.log = ground.logs.logger({ plugin: owner });
    this.#state = state;
  }

  get config(): Config {
    return this.#ground.config;
  }

  get db(): Database {
    return this.#ground.databases.data;
  }

  get writes(): WriteCounts {
    return this.#ground.writes;
  }

  get auxiliary(): Database {
    return this.#ground.databases.auxiliary;
  }

  on<E extends object>(hook: Hook<E>, handler: Handler<E>, options?: HandlerOptions<E>): Unbind {
    let unbind: Unbind | undefined;
    this.register(() => {
      unbind = this.#ground.bus.on(hook, handler, options);
      return unbind;
    });
    return () => unbind?.();
  }

  trigger<E extends object>(hook: Hook<E>, event: E, work?: Handler<E>): Promise<void> {
    return this.#ground.bus.trigger(hook, event, work);
  }

  hears(hook: { readonly name: string }, tags?: readonly string[], event?: object): boolean {
    return tags === undefined ? this.#ground.bus.has(hook) : this.#ground.bus.hears(hook, tags, event);
  }

  route(...routes: readonly Route[]): void {
    this.#add(this.#routes, this.#ground.routes, routes);
  }

  middleware(...middlewares: readonly Middleware[]): void {
    this.#add(this.#middlewares, this.#ground.middlewares, middlewares);
  }

  command(...commands: readonly Command[]): void {
    for (const command of commands) this.register(() => enter(this.#ground.commands, command));
  }

  logTo(writer: LogWriter): void {
    this.register(() => this.#ground.logs.addWriter(writer));
  }

  emitLog(entry: LogEntry): void {
    this.#ground.logs.write(entry);
  }

  contribute<T>(point: ExtensionPoint<T>, ...items: readonly T[]): void {
    for (const item of items) this.register(() => this.#ground.addItem(point, item));
  }

  collect<T>(point: ExtensionPoint<T>): readonly T[] {
    return this.#ground.items(point);
  }

  register(apply: () => Undo): void {
    if (this.#state === "waiting") this.#waiting.push(apply);
    else this.#undos.push(apply());
  }

  defer(undo: () => void | Promise<void>): void {
    this.#deferred.push(undo);
  }

  restart(between: () => Promise<void>): void {
    this.#ground.askRestart(between);
  }

  stage(owner: string): StagedScope {
    const staged = new Scope(this.#ground, owner, "waiting");
    const close = (): Promise<void> => staged.close();
    this.#deferred.push(close);
    // What was closed before its time is forgotten: scripts are staged anew with every reload.
    staged.defer(() => {
      const place = this.#deferred.indexOf(close);
      if (place !== -1) this.#deferred.splice(place, 1);
    });
    return staged;
  }

  hookNamed(name: string): Hook<object> | undefined {
    return this.#ground.hooks.get(name);
  }

  hooks(): readonly Hook<object>[] {
    return [...this.#ground.hooks.values()];
  }

  activate({ replacing }: { readonly replacing?: PluginScope } = {}): void {
    const former = replacing instanceof Scope ? replacing : undefined;
    this.#refuseConflicts(former);
    if (former !== undefined) former.#takeOut();
    this.#state = "live";
    for (const apply of this.#waiting.splice(0)) this.#undos.push(apply());
    for (const route of this.#routes) this.#undos.push(enter(this.#ground.routes, route));
    for (const middleware of this.#middlewares) this.#undos.push(enter(this.#ground.middlewares, middleware));
    this.#ground.routesChanged();
  }

  async close(): Promise<void> {
    if (this.#state === "closed") return;
    const wasLive = this.#state === "live";
    this.#takeOut();
    this.#state = "closed";
    if (wasLive) this.#ground.routesChanged();
    for (const undo of this.#deferred.splice(0).reverse()) await undo();
  }

  #add<T>(own: Set<T>, shared: Set<T>, items: readonly T[]): void {
    for (const item of items) {
      own.add(item);
      if (this.#state === "live") this.#undos.push(enter(shared, item));
    }
    if (this.#state === "live") this.#ground.routesChanged();
  }

  #takeOut(): void {
    for (const undo of this.#undos.splice(0).reverse()) undo();
  }

  #refuseConflicts(former: Scope | undefined): void {
    const leaving: ReadonlySet<Route> = former === undefined ? new Set() : former.#routes;
    const others = [...this.#ground.routes].filter((route) => !leaving.has(route));
    new RouteTable([...others, ...this.#routes], []); // throws on the first conflict
  }
}

function enter<T>(set: Set<T>, item: T): Undo {
  set.add(item);
  return () => set.delete(item);
}
