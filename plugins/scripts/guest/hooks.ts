import { isAsync, keep, register } from "./registry.ts";

interface Binding {
  readonly id?: string;
  readonly priority?: number;
  readonly func?: unknown;
  readonly fn?: unknown;
}

/** `onRecordCreate(handler, ...tags)`. */
export function hookFunction(name: string): (handler: unknown, ...tags: readonly unknown[]) => void {
  return (handler, ...tags) => {
    register({ kind: "hook", name, place: keep(handler), tags: tags.map(String), isAsync: isAsync(handler) });
  };
}

/** `$app.onRecordCreate(...tags)`, with the binding methods of the embedding interface. */
export function bindByApp(name: string, tags: readonly string[]) {
  const bind = (handler: unknown, options: { readonly id?: string; readonly priority?: number } = {}): void =>
    register({ kind: "hook", name, place: keep(handler), tags, isAsync: isAsync(handler), ...options });
  return {
    bindFunc: (handler: unknown) => bind(handler),
    bind({ func, fn, id, priority }: Binding) {
      bind(func ?? fn, { ...(id !== undefined && { id }), ...(priority !== undefined && { priority }) });
    },
  };
}
