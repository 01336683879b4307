import { runChain } from "./chain.ts";
import type { Chained, Handler, Hook } from "./hook.ts";

export type Unbind = () => void;

export interface HandlerOptions<E extends object = object> {
  /** A later handler with the same id takes this one's place in the row. */
  readonly id?: string;
  /** Lower runs earlier, and so around what is higher. Equals run in the order they came. */
  readonly priority?: number;
  /** Only for events that carry one of these; none means every event. */
  readonly tags?: readonly string[];
  /** Only for events of which this is true as they are triggered: the others do not pay for a handler that would do nothing. */
  when?(event: E): boolean;
}

interface Binding {
  readonly handler: Handler<object>;
  readonly id: string | undefined;
  readonly priority: number;
  readonly tags: ReadonlySet<string> | undefined;
  readonly when: ((event: object) => boolean) | undefined;
}

/** Who listens to what. One for the whole kernel. */
export class HookBus {
  readonly #bindings = new Map<string, readonly Binding[]>();

  on<E extends object>(hook: Hook<E>, handler: Handler<E>, options: HandlerOptions<E> = {}): Unbind {
    const binding: Binding = {
      // A binding is only ever run with events of the hook it was bound to.
      handler: handler as unknown as Handler<object>,
      when: options.when as ((event: object) => boolean) | undefined,
      id: options.id,
      priority: options.priority ?? 0,
      tags: options.tags?.length ? new Set(options.tags) : undefined,
    };
    this.#bindings.set(hook.name, place(this.#bindings.get(hook.name) ?? [], binding));
    return () => {
      const left = this.#bindings.get(hook.name)?.filter((other) => other !== binding) ?? [];
      if (left.length === 0) this.#bindings.delete(hook.name);
      else this.#bindings.set(hook.name, left);
    };
  }

  /** True if trigger() would find a handler for at least one event of this hook. */
  has(hook: { readonly name: string }): boolean {
    return this.#bindings.has(hook.name);
  }

  /** True if a handler would run for an event with these tags; told of the event, those that choose are asked. */
  hears(hook: { readonly name: string }, tags: readonly string[], event?: object): boolean {
    const bindings = this.#bindings.get(hook.name);
    return bindings?.some((binding) => applies(binding, tags, event)) ?? false;
  }

  /** Runs the handlers bound at this moment around `work`: what the hook was opened for. */
  async trigger<E extends object>(hook: Hook<E>, event: E, work?: Handler<E>): Promise<void> {
    const bindings = this.#bindings.get(hook.name);
    const handlers: Handler<E>[] = [];
    if (bindings !== undefined) {
      const tags = hook.tagsOf(event);
      for (const binding of bindings) {
        if (applies(binding, tags, event)) handlers.push(binding.handler as unknown as Handler<E>);
      }
    }
    if (handlers.length > 0) await runChain(event, work === undefined ? handlers : [...handlers, work]);
    else if (work !== undefined) await work(event as E & Chained);
  }
}

function applies({ tags, when }: Binding, given: readonly string[], event: object | undefined): boolean {
  if (tags !== undefined && !given.some((tag) => tags.has(tag))) return false;
  return when === undefined || event === undefined || when(event);
}

// Sorted once here: trigger() runs far more often than on().
function place(row: readonly Binding[], binding: Binding): readonly Binding[] {
  const twin = binding.id === undefined ? -1 : row.findIndex((other) => other.id === binding.id);
  const next = twin === -1 ? [...row, binding] : row.with(twin, binding);
  return next.sort((a, b) => a.priority - b.priority);
}
