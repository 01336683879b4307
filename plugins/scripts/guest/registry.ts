import { endsWithNext } from "./last-words.ts";

/** A function of a script, known to the host by its place in the row. */
export type GuestHandler = (...args: never[]) => unknown;

export interface Step {
  /** Place of a script's function, or the name of one of the host's with its arguments. */
  readonly place?: number;
  readonly host?: string;
  readonly args?: readonly unknown[];
  readonly priority?: number;
  readonly id?: string;
}

/** What a script asked for while it was loaded. */
export type Registration =
  | {
      readonly kind: "hook";
      readonly name: string;
      readonly place: number;
      readonly tags: readonly string[];
      readonly priority?: number;
      readonly id?: string;
      readonly isAsync: boolean;
    }
  | {
      readonly kind: "route";
      readonly method: string;
      readonly path: string;
      readonly steps: readonly Step[];
    }
  | { readonly kind: "middleware"; readonly steps: readonly Step[] }
  | { readonly kind: "cron"; readonly id: string; readonly expression: string; readonly place: number }
  | { readonly kind: "migration"; readonly up: number; readonly down?: number }
  | { readonly kind: "command"; readonly place: number; readonly command: Readonly<Record<string, unknown>> };

/** Where a registration was asked for: `at` is a line of a stack. */
export type Located = Registration & { readonly file: string; readonly at: string };

const handlers: GuestHandler[] = [];
const ending: (boolean | undefined)[] = [];
const asked: Located[] = [];
let file = "";

/** Says which file is being loaded; "" when none is. */
export function loadingFile(name: string): void {
  file = name;
}

export function isLoading(): boolean {
  return file !== "";
}

export function keep(handler: unknown): number {
  return handlers.push(asFunction(handler)) - 1;
}

export function handlerAt(place: number): GuestHandler {
  const handler = handlers[place];
  if (handler === undefined) throw new Error(`No handler was registered in place ${place}.`);
  return handler;
}

/** Whether the handler in this place is over when it calls next(). */
export function endsWithNextAt(place: number): boolean {
  ending[place] ??= endsWithNext(handlers[place]);
  return ending[place];
}

export function register(registration: Registration): void {
  asked.push({ ...registration, file, at: new Error().stack ?? "" });
}

/** Takes back a job that was asked for before. */
export function forgetCron(id: string): void {
  const place = asked.findIndex((one) => one.kind === "cron" && one.id === id);
  if (place !== -1) asked.splice(place, 1);
}

export function registrations(): readonly Located[] {
  return asked;
}

export function isAsync(handler: unknown): boolean {
  return Object.prototype.toString.call(handler) === "[object AsyncFunction]";
}

/** Handlers may be given as source text, as the reference takes them. */
function asFunction(handler: unknown): GuestHandler {
  if (typeof handler === "function") return handler as GuestHandler;
  if (typeof handler !== "string") throw new TypeError("A handler must be a function.");
  let compiled: GuestHandler | undefined;
  return (...args) => {
    // biome-ignore lint/security/noGlobalEval: the text is the author's own script
    compiled ??= globalThis.eval(`(${handler})`) as GuestHandler;
    return compiled(...args);
  };
}
