declare const item: unique symbol;

/** A list one plugin opens and others add to. */
export interface ExtensionPoint<T> {
  readonly name: string;
  readonly [item]?: T;
}

export function defineExtensionPoint<T>(name: string): ExtensionPoint<T> {
  return { name };
}
