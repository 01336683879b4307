import type { Command } from "../cli/command.ts";
import type { Config } from "../config.ts";
import type { Database } from "../db/database.ts";
import type { WriteCounts } from "../db/write-counts.ts";
import type { HandlerOptions, Unbind } from "../hooks/bus.ts";
import type { Handler, Hook } from "../hooks/hook.ts";
import type { Middleware, Route } from "../http/routes.ts";
import type { LogEntry, Logger, LogWriter } from "../log.ts";
import type { Capability } from "./capability.ts";
import type { ExtensionPoint } from "./extension-point.ts";
import type { Services, ValuesOf } from "./service.ts";

/**
 * A plugin: what it declares can be read without running it; what it does begins in setup().
 * setup() wires and touches nothing outside. The database is ready from onBootstrap on.
 */
export interface Plugin<Requires extends Services = Services, Provides extends Services = Services> {
  readonly name: string;
  readonly summary: string;
  /** Services setup() receives. They start before this plugin and stop after it. */
  readonly requires?: Requires;
  /** Services setup() must return. */
  readonly provides?: Provides;
  readonly capabilities?: readonly Capability[];
  /** Hooks this plugin triggers, so that scripts and the monitor can find them by name. */
  // biome-ignore lint/suspicious/noExplicitAny: a list of hooks of different events; nobody triggers through it
  readonly hooks?: readonly Hook<any>[];
  readonly commands?: readonly Command[];
  setup(scope: PluginScope, services: ValuesOf<Requires>): Result<Provides> | Promise<Result<Provides>>;
}

// biome-ignore lint/suspicious/noConfusingVoidType: a setup() that offers nothing returns nothing
type Result<Provides extends Services> = keyof Provides extends never ? void : ValuesOf<Provides>;

/** Takes back one registration. */
export type Undo = () => void;

/** A plugin's hold on the kernel. What it registers here is undone, last first, when it stops. */
export interface PluginScope {
  readonly log: Logger;
  readonly config: Config;
  /** data.db: everything an application keeps. */
  readonly db: Database;
  /** What is written to data.db, counted; there before the database is opened. */
  readonly writes: WriteCounts;
  /** auxiliary.db: what may be lost without loss to the application, such as logs. */
  readonly auxiliary: Database;
  on<E extends object>(hook: Hook<E>, handler: Handler<E>, options?: HandlerOptions<E>): Unbind;
  trigger<E extends object>(hook: Hook<E>, event: E, work?: Handler<E>): Promise<void>;
  /**
   * Whether trigger() would run a handler for an event of this hook with these tags; for skipping work nobody sees. Without
   * the event itself, handlers that choose theirs count as well.
   */
  hears(hook: { readonly name: string }, tags?: readonly string[], event?: object): boolean;
  route(...routes: readonly Route[]): void;
  middleware(...middlewares: readonly Middleware[]): void;
  command(...commands: readonly Command[]): void;
  /** Hands every log entry of the process to `writer`, which must neither throw nor wait. */
  logTo(writer: LogWriter): void;
  /** Hands an entry to every writer as it is, without the name of the plugin that `log` adds. */
  emitLog(entry: LogEntry): void;
  contribute<T>(point: ExtensionPoint<T>, ...items: readonly T[]): void;
  collect<T>(point: ExtensionPoint<T>): readonly T[];
  /** Makes `apply` part of this scope: run now, or on activation of a staged scope; its result undoes it. */
  register(apply: () => Undo): void;
  defer(undo: () => void | Promise<void>): void;
  /** Asks for an orderly end and a new start; `between` runs while nothing is open. */
  restart(between: () => Promise<void>): void;
  /** A scope inside this one whose registrations wait, checked but unseen, until it is activated. */
  stage(owner: string): StagedScope;
  /** Every hook of every loaded plugin, by name; for those who only have names, such as scripts. */
  hookNamed(name: string): Hook<object> | undefined;
  hooks(): readonly Hook<object>[];
}

export interface StagedScope extends PluginScope {
  /**
   * Puts everything registered so far in place, in one turn, taking out what `replacing` had registered.
   * Throws, with nothing changed, when a route conflicts with another.
   */
  activate(options?: { readonly replacing?: StagedScope }): void;
  /** Takes out what is in place and runs what was deferred. */
  close(): Promise<void>;
}

export function definePlugin<
  const Requires extends Services = Record<never, never>,
  const Provides extends Services = Record<never, never>,
>(plugin: Plugin<Requires, Provides>): Plugin<Requires, Provides> {
  return plugin;
}
