import { encode, type Wire } from "../bridge/wire.ts";
import { runHandlers } from "./calls.ts";
import { codec } from "./codec.ts";
import { muteConsole } from "./console.ts";
import { runEntry } from "./entry.ts";
import { describeError } from "./errors.ts";
import { endLoading, installGlobals, type Surroundings } from "./globals.ts";
import { connect } from "./host.ts";
import "./lent.ts";
import { runFile } from "./modules.ts";
import { handlerAt, loadingFile, registrations } from "./registry.ts";

type Arguments = readonly unknown[];

/** What the host may enter, by name. */
const ways: { readonly [method: string]: (...args: never[]) => unknown } = {
  begin(text: string) {
    const { mute, ...surroundings } = JSON.parse(text) as Surroundings & { mute: boolean };
    muteConsole(mute);
    installGlobals(surroundings);
  },
  load(filename: string, file: Parameters<typeof runFile>[1]) {
    loadingFile(filename);
    try {
      runFile(filename, file);
    } finally {
      loadingFile("");
    }
  },
  loaded() {
    endLoading();
    muteConsole(false);
    return registrations();
  },
  handle: runHandlers,
  run(place: string, args: string) {
    const given = JSON.parse(args) as Arguments;
    return handlerAt(Number(place))(...(given as never[]));
  },
  source(text: string) {
    // biome-ignore lint/security/noGlobalEval: the text is a handler of the author's own script
    return (globalThis.eval(`(${text})`) as () => unknown)();
  },
  migration(place: string) {
    return handlerAt(Number(place))(app() as never);
  },
};

/** Connects a new sandbox with its host; gives the one way in. */
export function start(call: Parameters<typeof connect>[0], tell: Parameters<typeof connect>[1]) {
  connect(call, tell);
  lockStackTraces();
  return (entry: number, method: string, ...args: Arguments): Wire | Promise<Wire> => {
    let result: unknown;
    try {
      result = runEntry(entry, () => ways[method]?.(...(args as never[])));
    } catch (error) {
      return failure(error);
    }
    return result instanceof Promise ? result.then(success, failure) : success(result);
  };
}

function success(value: unknown): Wire {
  try {
    const wire = encode(value, codec);
    return typeof wire === "string" ? `+${wire}` : [`+${wire[0]}`, ...(wire.slice(1) as Uint8Array[])];
  } catch (error) {
    return failure(error);
  }
}

function failure(error: unknown): Wire {
  const plain = (value: unknown): unknown => JSON.parse(encode(value, codec) as string);
  return `!${JSON.stringify(describeError(error, plain))}`;
}

function app(): unknown {
  return (globalThis as unknown as { $app: unknown }).$app;
}

// Call sites would show functions of ours to scripts.
function lockStackTraces(): void {
  Object.defineProperty(Error, "prepareStackTrace", {
    get: () => undefined,
    set: () => {},
    configurable: false,
  });
  Error.stackTraceLimit = 30;
}
