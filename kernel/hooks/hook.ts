/** What every event can do besides carrying its own fields: hand over to the next handler. */
export interface Chained {
  next(): PromiseLike<void>;
}

export type Handler<E extends object> = (event: E & Chained) => void | PromiseLike<void>;

/** How a field of an event is shown to a sandboxed script; a field left out stays on the host. */
export type GuestView<E extends object> = { readonly [Field in keyof E]?: "copy" | "handle" };

/** A named place where others may step in. Declared once, in the contract of the plugin that triggers it. */
export interface Hook<E extends object> {
  readonly name: string;
  readonly guest: GuestView<E>;
  tagsOf(event: E): readonly string[];
}

export function defineHook<E extends object>(
  name: `on${string}`,
  options: Partial<Omit<Hook<E>, "name">> = {},
): Hook<E> {
  return { name, guest: {}, tagsOf: noTags, ...options };
}

const none: readonly string[] = [];
function noTags(): readonly string[] {
  return none;
}
