import type { Db, Hook, PluginScope } from "#kernel";
import {
  type HookFamily,
  type Model,
  type ModelErrorEvent,
  type ModelEvent,
  type ModelKind,
  modelHooks,
  type Operation,
} from "./contract.ts";

type Saving = Exclude<Operation, "validate">;

/** What is being done to which model, where. */
interface Doing<M extends Model, E extends object, F extends object> extends ModelEvent {
  readonly model: M;
  readonly db: Db;
  readonly kind: ModelKind<M, E, F>;
  readonly type: Operation;
}

type AnyFamily = HookFamily<never, never>;

const executePhase = { create: "createExecute", update: "updateExecute", delete: "deleteExecute" } as const;
const successPhase = {
  create: "afterCreateSuccess",
  update: "afterUpdateSuccess",
  delete: "afterDeleteSuccess",
} as const;
const errorPhase = {
  create: "afterCreateError",
  update: "afterUpdateError",
  delete: "afterDeleteError",
} as const;

/** Opens the hooks of one phase: the family's own around the model's, and neither when nobody listens. */
export class Phases {
  readonly #scope: Pick<PluginScope, "trigger" | "hears">;

  constructor(scope: Pick<PluginScope, "trigger" | "hears">) {
    this.#scope = scope;
  }

  /**
   * Around validating or the whole of an operation. Built-in checks run inside the family's validate hook, before the model's.
   * A handler may put a transaction of its own into the event: `work` gets the database that is there in the end.
   */
  around<M extends Model, E extends object, F extends object>(
    phase: "validate" | Saving,
    doing: Doing<M, E, F>,
    work: (db: Db) => Promise<void>,
  ): Promise<void> {
    if (!this.#heard(phase, doing)) return work(doing.db);
    return this.#family(phase, doing, async (db) => {
      const event = { ...eventOf(doing), db };
      if (phase !== "validate") return await this.#scope.trigger(modelHooks[phase], event, (e) => work(e.db));
      await work(db);
      await this.#scope.trigger(modelHooks.validate, event);
    });
  }

  /** The execute hooks; the model's run inside the transaction the operation needs. */
  execute<M extends Model, E extends object, F extends object>(
    doing: Doing<M, E, F> & { readonly type: Saving },
    transaction: (outer: Db, work: (db: Db) => Promise<void>) => Promise<void>,
    write: (db: Db) => Promise<void>,
  ): Promise<void> {
    const phase = executePhase[doing.type];
    if (!this.#heard(phase, doing)) return transaction(doing.db, write);
    return this.#family(phase, doing, (outer) =>
      transaction(outer, (db) =>
        this.#scope.trigger(modelHooks[phase], { ...eventOf(doing), db }, (e) => write(e.db)),
      ),
    );
  }

  /** Whether anybody may want to hear how it ends. Who has a choice is asked when it has ended. */
  afterHeard<M extends Model, E extends object, F extends object>(
    model: M,
    kind: ModelKind<M, E, F>,
    type: Saving,
  ): boolean {
    return this.#known(successPhase[type], model, kind) || this.#known(errorPhase[type], model, kind);
  }

  succeeded<M extends Model, E extends object, F extends object>(
    doing: Doing<M, E, F> & { readonly type: Saving },
  ): Promise<void> | undefined {
    const phase = successPhase[doing.type];
    if (!this.#heard(phase, doing)) return undefined;
    return this.#family(phase, doing, () => this.#scope.trigger(modelHooks[phase], eventOf(doing)));
  }

  async failed<M extends Model, E extends object, F extends object>(
    doing: Doing<M, E, F> & { readonly type: Saving },
    error: unknown,
  ): Promise<void> {
    const phase = errorPhase[doing.type];
    const event: ModelErrorEvent = { ...eventOf(doing), error };
    const { family } = doing.kind;
    const inner = (): Promise<void> => this.#scope.trigger(modelHooks[phase], event);
    if (family === undefined) await inner();
    else await this.#scope.trigger(family.hooks[phase], family.failed(event, doing.model), inner);
  }

  async #family<M extends Model, E extends object, F extends object>(
    phase: Exclude<keyof HookFamily<E, F>, `${string}Error`>,
    doing: Doing<M, E, F>,
    inner: (db: Db) => Promise<void>,
  ): Promise<void> {
    const { family } = doing.kind;
    if (family === undefined) return await inner(doing.db);
    const hook: Hook<E> = family.hooks[phase];
    const event = family.event(eventOf(doing), doing.model);
    await this.#scope.trigger(hook, event, () => inner((event as { readonly db?: Db }).db ?? doing.db));
  }

  #known<M extends Model, E extends object, F extends object>(
    phase: keyof AnyFamily,
    model: M,
    { family }: ModelKind<M, E, F>,
  ): boolean {
    if (this.#scope.hears(modelHooks[phase], model.hookTags)) return true;
    if (family === undefined) return false;
    return this.#scope.hears(family.hooks[phase], family.tagsOf?.(model) ?? model.hookTags);
  }

  /** Whether a handler would run for this very event. */
  #heard<M extends Model, E extends object, F extends object>(
    phase: Exclude<keyof AnyFamily, `${string}Error`>,
    doing: Doing<M, E, F>,
  ): boolean {
    const { model, kind } = doing;
    if (!this.#known(phase, model, kind)) return false;
    if (this.#scope.hears(modelHooks[phase], model.hookTags, doing)) return true;
    const { family } = kind;
    if (family === undefined) return false;
    const tags = family.tagsOf?.(model) ?? model.hookTags;
    return this.#scope.hears(family.hooks[phase], tags, family.event(doing, model));
  }
}

function eventOf(doing: ModelEvent): ModelEvent {
  return { db: doing.db, model: doing.model, type: doing.type };
}
