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
  async around<M extends Model, E extends object, F extends object>(
    phase: "validate" | Saving,
    doing: Doing<M, E, F>,
    work: (db: Db) => Promise<void>,
  ): Promise<void> {
    if (!this.#heard(phase, doing.model, doing.kind)) return await work(doing.db);
    await this.#family(phase, doing, async (db) => {
      const event = { ...eventOf(doing), db };
      if (phase !== "validate") return await this.#scope.trigger(modelHooks[phase], event, (e) => work(e.db));
      await work(db);
      await this.#scope.trigger(modelHooks.validate, event);
    });
  }

  /** The execute hooks; the model's run inside the transaction the operation needs. */
  async execute<M extends Model, E extends object, F extends object>(
    doing: Doing<M, E, F> & { readonly type: Saving },
    transaction: (outer: Db, work: (db: Db) => Promise<void>) => Promise<void>,
    write: (db: Db) => Promise<void>,
  ): Promise<void> {
    const phase = executePhase[doing.type];
    if (!this.#heard(phase, doing.model, doing.kind)) return await transaction(doing.db, write);
    await this.#family(phase, doing, (outer) =>
      transaction(outer, (db) =>
        this.#scope.trigger(modelHooks[phase], { ...eventOf(doing), db }, (e) => write(e.db)),
      ),
    );
  }

  afterHeard<M extends Model, E extends object, F extends object>(
    model: M,
    kind: ModelKind<M, E, F>,
    type: Saving,
  ): boolean {
    return this.#heard(successPhase[type], model, kind) || this.#heard(errorPhase[type], model, kind);
  }

  async succeeded<M extends Model, E extends object, F extends object>(
    doing: Doing<M, E, F> & { readonly type: Saving },
  ): Promise<void> {
    const phase = successPhase[doing.type];
    await this.#family(phase, doing, () => this.#scope.trigger(modelHooks[phase], eventOf(doing)));
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

  #heard<M extends Model, E extends object, F extends object>(
    phase: keyof AnyFamily,
    model: M,
    kind: ModelKind<M, E, F>,
  ): boolean {
    if (this.#scope.hears(modelHooks[phase], model.hookTags)) return true;
    const { family } = kind;
    if (family === undefined) return false;
    return this.#scope.hears(family.hooks[phase], family.tagsOf?.(model) ?? model.hookTags);
  }
}

function eventOf(doing: ModelEvent): ModelEvent {
  return { db: doing.db, model: doing.model, type: doing.type };
}
