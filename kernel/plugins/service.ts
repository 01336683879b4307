declare const provided: unique symbol;

/** The name under which one plugin offers something to the others. Carries its type, and no code. */
export interface Service<T> {
  readonly name: string;
  readonly [provided]?: T;
}

export type Services = Readonly<Record<string, Service<unknown>>>;
export type ValuesOf<S extends Services> = {
  readonly [K in keyof S]: S[K] extends Service<infer T> ? T : never;
};

export function defineService<T>(name: string): Service<T> {
  return { name };
}
