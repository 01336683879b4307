import { encode, textOf, type Wire, withText } from "../bridge/wire.ts";
import { runHandlers } from "./calls.ts";
import { codec } from "./codec.ts";
import { muteConsole } from "./console.ts";
import { runEntry } from "./entry.ts";
import { describeError } from "./errors.ts";
import { endLoading, installGlobals, type Surroundings } from "./globals.ts";
import { awaited, type Connection, connect } from "./host.ts";
import "./lent.ts";
import { arrive, awaitLater, depart, finish, nextWork, noteTime, type Work } from "./mailbox.ts";
import { runFile } from "./modules.ts";
import { handlerAt, loadingFile, registrations } from "./registry.ts";

type Arguments = readonly unknown[];

// Scripts may put their own clock in its place.
const { now } = Date;

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
    const source = JSON.parse(text) as string;
    // biome-ignore lint/security/noGlobalEval: the text is a handler of the author's own script
    return (globalThis.eval(`(${source})`) as () => unknown)();
  },
  migration(place: string) {
    return handlerAt(Number(place))(app() as never);
  },
};

/**
 * Milliseconds a sandbox waits for its next entry before it gives its thread back, and after which it does so
 * though there is more to do: what scripts left to promises has its turn only then.
 */
const sliceMs = 20;
/** The same while a script awaits something of the host's. */
const shortSliceMs = 1;

/** Connects a new sandbox with its host; gives the ways in. */
export function start(
  memory: SharedArrayBuffer,
  bell: SharedArrayBuffer,
  counts: SharedArrayBuffer,
  ask: Connection["ask"],
) {
  connect({ memory, bell, counts, ask });
  lockStackTraces();
  return { once: enter, serve };
}

/** Runs one entry; gives what came out of it. */
function enter(entry: number, method: string, ...args: Arguments): Wire | Promise<Wire> {
  // What is handed back is written down while the entry lasts: records are named by what the host lent to it.
  return runEntry(entry, () => {
    let result: unknown;
    try {
      result = ways[method]?.(...(args as never[]));
    } catch (error) {
      return failure(error);
    }
    return result instanceof Promise ? result.then(success, failure) : success(result);
  });
}

/** Runs what lies in the mailbox, and what follows it closely. */
function serve(): void {
  arrive();
  const started = now();
  for (let work = nextWork(sliceMs); work !== undefined; work = nextWork(slice())) {
    const [method = "", ...args] = work.words;
    const result = enter(work.entry, method, ...args);
    if (result instanceof Promise) {
      finishLater(work, result);
      return;
    }
    noteTime(work);
    finish(work, result);
    if (now() - started >= slice()) break;
  }
  depart();
}

function slice(): number {
  return awaited() === 0 ? sliceMs : shortSliceMs;
}

function finishLater(work: Work, result: Promise<Wire>): void {
  depart();
  awaitLater(work);
  void result.then((wire) => finish(work, wire));
}

function success(value: unknown): Wire {
  try {
    const wire = encode(value, codec);
    return withText(wire, `+${textOf(wire)}`);
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
