import { marked, unmarked } from "./ids.ts";

/** A sandbox that can be debugged. */
export interface Inspectable {
  readonly isDisposed: boolean;
  /** Opens a session of the inspector protocol; `listen` gets its answers and events. */
  inspect(listen: (message: string) => void): InspectorChannel;
}

export interface InspectorChannel {
  send(message: string): void;
  close(): Promise<void>;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: unknown;
}

interface Target {
  readonly number: number;
  readonly sandbox: Inspectable;
  channel: InspectorChannel | undefined;
}

/** What one command of the debugger waits for: the first of its sandboxes to answer. */
interface Asked {
  readonly id: number;
  readonly keep?: string;
}

/** Commands that later sandboxes need too. */
const standing =
  /\.enable$|^Debugger\.set(?:BreakpointByUrl|PauseOnExceptions|AsyncCallStackDepth|BlackboxPatterns|BreakpointsActive)$/;
const whilePaused = /^Debugger\.(?:resume|step\w+|continueToLocation|restartFrame)$/;

/** One debugger in front of all sandboxes: what it says goes to all or to the one it means; they stop one at a time. */
export class Inspector {
  readonly #targets = new Map<number, Target>();
  readonly #asked = new Map<number, Asked>();
  readonly #standing = new Map<string, Message>();
  /** Standing commands by the breakpoint they set. */
  readonly #breakpoints = new Map<string, string>();
  /** Sandboxes that wait at a breakpoint, with what they said; the first is the one that is shown. */
  readonly #paused: { readonly target: Target; readonly event: Message }[] = [];
  #tell: ((message: string) => void) | undefined;
  #lastTarget = 0;
  #lastId = 0;

  /** Adds a sandbox. What the debugger asked of all is asked of it before it runs anything further. */
  add(sandbox: Inspectable): void {
    for (const target of this.#targets.values()) if (target.sandbox.isDisposed) this.#remove(target);
    const target: Target = { number: ++this.#lastTarget, sandbox, channel: undefined };
    this.#targets.set(target.number, target);
    if (this.#tell !== undefined) this.#attach(target);
  }

  /** A debugger has come; gives what takes its messages, and what ends it. */
  connect(tell: (message: string) => void): { receive(message: string): void; close(): void } {
    this.disconnect();
    this.#tell = tell;
    for (const target of [...this.#targets.values()]) this.#attach(target);
    return {
      receive: (message) => this.#receive(message),
      close: () => {
        if (this.#tell === tell) this.disconnect();
      },
    };
  }

  /** Lets every sandbox go on without a debugger. */
  disconnect(): void {
    this.#tell = undefined;
    this.#standing.clear();
    this.#breakpoints.clear();
    this.#paused.length = 0;
    this.#asked.clear();
    for (const target of this.#targets.values()) {
      void target.channel?.close();
      target.channel = undefined;
    }
  }

  #attach(target: Target): void {
    if (target.sandbox.isDisposed) {
      this.#remove(target);
      return;
    }
    target.channel = target.sandbox.inspect((text) => this.#hear(target, JSON.parse(text) as Message));
    for (const message of this.#standing.values()) this.#send(target, message);
  }

  #remove(target: Target): void {
    this.#targets.delete(target.number);
    this.#resumed(target);
  }

  #send(target: Target, message: Message, asked?: Asked): void {
    const id = ++this.#lastId;
    if (asked !== undefined) this.#asked.set(id, asked);
    try {
      target.channel?.send(JSON.stringify({ ...message, id }));
    } catch {
      this.#remove(target); // it was ended meanwhile
    }
  }

  #receive(text: string): void {
    const message = JSON.parse(text) as Message;
    const { id = 0, method = "" } = message;
    const { value, sandbox } = unmarked(message.params);
    const plain: Message = { ...message, params: value };
    const keep = standing.test(method) ? `${method} ${JSON.stringify(value)}` : undefined;
    if (keep !== undefined) this.#standing.set(keep, plain);
    if (method === "Debugger.removeBreakpoint") this.#forgetBreakpoint(value);
    const targets = this.#meant(method, sandbox);
    if (targets.length === 0) {
      const error = { code: -32000, message: "No sandbox can do that now." };
      this.#say(keep === undefined ? { id, error } : { id, result: {} });
      return;
    }
    const asked: Asked = { id, ...(keep !== undefined && { keep }) };
    for (const target of targets) this.#send(target, plain, asked);
  }

  #meant(method: string, sandbox: number | undefined): readonly Target[] {
    const named = sandbox === undefined ? undefined : this.#targets.get(sandbox);
    if (sandbox !== undefined) return named === undefined ? [] : [named];
    const paused = this.#paused[0]?.target;
    if (whilePaused.test(method)) return paused === undefined ? [] : [paused];
    const all = [...this.#targets.values()];
    if (method !== "Runtime.evaluate") return all;
    return paused === undefined ? all.slice(-1) : [paused];
  }

  #hear(target: Target, message: Message): void {
    if (message.id !== undefined) this.#answer(target, message.id, message);
    else if (message.method === "Debugger.paused") this.#pause(target, message);
    else if (message.method === "Debugger.resumed") this.#resumed(target);
    else if (!isOwnScript(message)) this.#say(marked(withContext(message, target), target.number));
  }

  #answer(target: Target, id: number, message: Message): void {
    const asked = this.#asked.get(id);
    if (asked === undefined) return; // asked of a sandbox that came later
    for (const [other, same] of this.#asked) if (same === asked) this.#asked.delete(other);
    const { breakpointId } = (message.result ?? {}) as { readonly breakpointId?: string };
    if (breakpointId !== undefined && asked.keep !== undefined)
      this.#breakpoints.set(breakpointId, asked.keep);
    this.#say({ ...(marked(message, target.number) as Message), id: asked.id });
  }

  #forgetBreakpoint(params: unknown): void {
    const { breakpointId = "" } = params as { readonly breakpointId?: string };
    this.#standing.delete(this.#breakpoints.get(breakpointId) ?? "");
    this.#breakpoints.delete(breakpointId);
  }

  #pause(target: Target, event: Message): void {
    this.#paused.push({ target, event });
    if (this.#paused.length === 1) this.#say(marked(event, target.number));
  }

  #resumed(target: Target): void {
    const at = this.#paused.findIndex((one) => one.target === target);
    if (at === -1) return;
    this.#paused.splice(at, 1);
    if (at > 0) return;
    this.#say({ method: "Debugger.resumed", params: {} });
    const next = this.#paused[0];
    if (next !== undefined) this.#say(marked(next.event, next.target.number));
  }

  #say(message: unknown): void {
    this.#tell?.(JSON.stringify(message));
  }
}

/** What runs before scripts is no business of theirs. */
function isOwnScript({ method, params }: Message): boolean {
  if (method !== "Debugger.scriptParsed" && method !== "Debugger.scriptFailedToParse") return false;
  return !(params as { readonly url: string }).url.startsWith("file:");
}

// Here alone the number of a context is called id.
function withContext(message: Message, { number }: Target): Message {
  if (message.method !== "Runtime.executionContextCreated") return message;
  const { context } = message.params as { readonly context: { readonly id: number } };
  const { executionContextId } = marked({ executionContextId: context.id }, number) as {
    readonly executionContextId: number;
  };
  return { ...message, params: { context: { ...context, id: executionContextId, name: `hooks ${number}` } } };
}
