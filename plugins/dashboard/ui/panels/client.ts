/** What a panel loads from ../../panel.js to speak with the dashboard around it. Documented in docs/panels.md. */
import type { PanelQuestion, PanelState, ToPanel } from "./protocol.ts";

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (cause: Error) => void;
}

const waiting = new Map<number, Waiting>();
const listeners = new Set<(state: PanelState) => void>();
let latest: PanelState | undefined;
let next = 0;
let foundPort: (port: MessagePort) => void;
const port = new Promise<MessagePort>((resolve) => {
  foundPort = resolve;
});

addEventListener("message", ({ source, data, ports }) => {
  const [first] = ports;
  if (source !== parent || first === undefined || data?.isobase !== "panel") return;
  first.onmessage = (message: MessageEvent<ToPanel>) => hear(message.data);
  foundPort(first);
});

function hear(message: ToPanel): void {
  if (message.say === "state") {
    latest = message.state;
    wear(message.state.theme);
    for (const listener of listeners) listener(message.state);
    return;
  }
  const asked = waiting.get(message.id);
  waiting.delete(message.id);
  if (message.say === "answer") asked?.resolve(message.value);
  else asked?.reject(Object.assign(new Error(message.message), { status: message.status ?? 0 }));
}

async function ask(question: PanelQuestion): Promise<unknown> {
  const line = await port;
  const id = ++next;
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    line.postMessage({ id, ...question });
  });
}

function wear({ scheme, colors }: PanelState["theme"]): void {
  const { style } = document.documentElement;
  style.colorScheme = scheme;
  for (const [name, color] of Object.entries(colors)) style.setProperty(name, color);
}

/** Calls back with all the panel knows: at once when it is known, and whenever something changes. Gives what ends it. */
export function onState(listener: (state: PanelState) => void): () => void {
  listeners.add(listener);
  if (latest !== undefined) listener(latest);
  return () => listeners.delete(listener);
}

/** Puts a value into the form. A field editor leaves out the name. */
export async function change(value: unknown, field?: string): Promise<void> {
  await ask({ ask: "change", value, ...(field !== undefined && { field }) });
}

/** Goes to a place inside the dashboard, when somebody pressed something: `go("collections", "posts")`. */
export async function go(...to: readonly string[]): Promise<void> {
  await ask({ ask: "go", to });
}

/** Sends one of the requests the plugin declared; gives the answer's JSON. */
export function call(
  request: string,
  options: { readonly query?: Readonly<Record<string, string>>; readonly body?: unknown } = {},
): Promise<unknown> {
  const [method = "", path = ""] = request.split(" ");
  return ask({ ask: "call", method, path, ...options });
}

// The frame is as high as what is in it.
new ResizeObserver(() => {
  void ask({ ask: "height", pixels: document.documentElement.getBoundingClientRect().height });
}).observe(document.documentElement);
