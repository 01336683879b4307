import type { Panel } from "../../model/panel.ts";
import { pb, readFailure } from "../client.ts";
import { goTo } from "../state/router.svelte.ts";
import { panels as t } from "../texts/panels.ts";
import { mayCall, pathWithQuery } from "./calls.ts";
import type { FromPanel, PanelQuestion, PanelState, ToPanel } from "./protocol.ts";

/** What a place in the dashboard lets a panel do there. */
export interface PanelActions {
  /** Throws an Error that says why not where it may not be changed. */
  readonly change: (value: unknown, field: string | undefined) => void;
  readonly height: (pixels: number) => void;
  /** Whether somebody has just pressed something in the panel. */
  readonly isPressed: () => boolean;
}

/** Requests a panel may have under way; more are refused rather than queued. */
const mostCalls = 6;

const lookMs = 50;
const mostLooks = 20;

/** The dashboard's end of the line to a panel. What comes in is a stranger's: each message is read as unknown. */
export class PanelHost {
  readonly #port: MessagePort;
  readonly #panel: PanelInfo;
  readonly #actions: PanelActions;
  #calls = 0;

  constructor(port: MessagePort, panel: PanelInfo, actions: PanelActions) {
    this.#port = port;
    this.#panel = panel;
    this.#actions = actions;
    port.onmessage = ({ data }) => void this.#answer(data);
  }

  tell(state: PanelState): void {
    this.#say({ say: "state", state });
  }

  close(): void {
    this.#port.close();
  }

  async #answer(message: unknown): Promise<void> {
    const question = readQuestion(message);
    if (question === undefined) return; // without a number there is nobody to tell
    const { id } = question;
    try {
      this.#say({ say: "answer", id, value: await this.#do(question) });
    } catch (cause) {
      const { message: reason, status } = readFailure(cause);
      this.#say({ say: "refusal", id, message: reason, ...(status > 0 && { status }) });
    }
  }

  #do(question: PanelQuestion): unknown {
    switch (question.ask) {
      case "change":
        return this.#actions.change(asJson(question.value), question.field);
      case "height":
        return this.#actions.height(Math.max(24, Math.min(4000, Math.ceil(Number(question.pixels) || 0))));
      case "go":
        return this.#go(question.to);
      case "call":
        return this.#call(question);
      default:
        throw new Error(t.unknownQuestion);
    }
  }

  // Question and press come from another process by different ways; the press may be the later one to arrive.
  async #go(to: readonly string[]): Promise<void> {
    for (let looks = 0; !this.#actions.isPressed(); looks++) {
      if (looks === mostLooks) throw new Error(t.onlyWhenPressed);
      await new Promise((resolve) => setTimeout(resolve, lookMs));
    }
    goTo(...to.map(String));
  }

  async #call({ method, path, query, body }: Extract<PanelQuestion, { ask: "call" }>): Promise<unknown> {
    const request = `${method} ${path}`;
    if (!mayCall(this.#panel.calls ?? [], request)) throw new Error(t.cannotCall(request));
    if (this.#calls >= mostCalls) throw new Error(t.tooMany);
    this.#calls++;
    try {
      const sent = method === "GET" ? {} : { body: asJson(body) as Record<string, unknown> };
      return await pb.send(pathWithQuery(String(path), query), { method: String(method), ...sent });
    } finally {
      this.#calls--;
    }
  }

  #say(message: ToPanel): void {
    this.#port.postMessage(message);
  }
}

/** A panel as the server tells of it. */
export type PanelInfo = Panel extends infer Each
  ? Each extends Panel
    ? Omit<Each, "folder">
    : never
  : never;

function readQuestion(message: unknown): FromPanel | undefined {
  if (typeof message !== "object" || message === null) return undefined;
  const { id, ask } = message as Readonly<Record<string, unknown>>;
  return typeof id === "number" && typeof ask === "string" ? (message as FromPanel) : undefined;
}

// Only what a record can hold comes through: no files, no objects with a life.
function asJson(value: unknown): unknown {
  return value === undefined ? null : JSON.parse(JSON.stringify(value));
}
