import { defineHook } from "./hook.ts";

/** Around the preparation of the data folder: before next() nothing is open, after it the tables are there. */
export const onBootstrap = defineHook<object>("onBootstrap");

export interface ServeEvent {
  /** Where the server will listen, e.g. `http://127.0.0.1:8090`. */
  readonly address: string;
  /** Lines for the operator, printed below the banner. */
  readonly notes: string[];
}

/** Around the start of the listener. */
export const onServe = defineHook<ServeEvent>("onServe", { guest: { address: "copy" } });

export interface TerminateEvent {
  readonly isRestart: boolean;
}

/** Around the orderly end of the process. */
export const onTerminate = defineHook<TerminateEvent>("onTerminate", { guest: { isRestart: "copy" } });
