import type { Tagged } from "../bridge/wire.ts";
import { Bytes } from "./bytes.ts";
import { toWire, unpackAs } from "./codec.ts";
import { goError } from "./errors.ts";
import { call } from "./host.ts";
import { toText } from "./text.ts";

interface ClientState {
  readonly id: string;
  readonly h: number;
  readonly subscriptions: readonly string[];
}

let age = 0;

/** What connections were known to listen to may be otherwise now. */
export function forgetSubscriptions(): void {
  age++;
}

/** A connection that waits for messages. */
export class Client {
  readonly #state: ClientState;
  #topics: readonly string[];
  #age = age;

  constructor(state: ClientState) {
    this.#state = state;
    this.#topics = state.subscriptions;
  }

  #subscribed(): readonly string[] {
    if (this.#age === age) return this.#topics;
    this.#topics = call<string[]>("realtime.subscriptions", this);
    this.#age = age;
    return this.#topics;
  }

  id(): string {
    return this.#state.id;
  }

  subscriptions(...prefixes: readonly string[]): { [topic: string]: unknown } {
    const shown = this.#subscribed().filter(
      (topic) => prefixes.length === 0 || prefixes.some((prefix) => `${topic}?`.startsWith(prefix)),
    );
    return Object.fromEntries(shown.map((topic) => [topic, {}]));
  }

  hasSubscription(topic: string): boolean {
    return this.#subscribed().includes(topic);
  }

  subscribe(...topics: readonly string[]): void {
    call("realtime.subscribe", this, topics);
    forgetSubscriptions();
  }

  unsubscribe(...topics: readonly string[]): void {
    call("realtime.unsubscribe", this, topics);
    forgetSubscriptions();
  }

  get(key: string): unknown {
    return call("realtime.get", this, key) ?? null;
  }

  set(key: string, value: unknown): void {
    call("realtime.set", this, key, value);
  }

  unset(key: string): void {
    call("realtime.set", this, key, null);
  }

  send({ name, data }: { readonly name: unknown; readonly data: unknown }): void {
    call("realtime.send", this, { name: String(name), data: toText(data) });
  }

  discard(): void {
    call("realtime.discard", this);
  }

  isDiscarded(): boolean {
    return call<boolean>("realtime.isDiscarded", this);
  }

  [toWire](): Tagged {
    return { $: "client", h: this.#state.h };
  }
}

unpackAs("client", (tagged) => new Client(tagged as unknown as ClientState));

export class Broker {
  clients(): { [id: string]: Client } {
    return Object.fromEntries(call<Client[]>("realtime.clients").map((client) => [client.id(), client]));
  }

  chunkedClients(size: number): Client[][] {
    const clients = Object.values(this.clients());
    const chunks: Client[][] = [];
    for (let i = 0; i < clients.length; i += size) chunks.push(clients.slice(i, i + size));
    return chunks;
  }

  totalClients(): number {
    return Object.keys(this.clients()).length;
  }

  unregister(id: string): void {
    this.clients()[id]?.discard();
  }

  clientById(id: string): Client {
    const found = this.clients()[id];
    if (found === undefined) throw goError(`no client associated with connection ID "${id}"`);
    return found;
  }
}

export class SubscriptionMessage {
  name = "";
  data: unknown = new Bytes();

  constructor({ name, data }: { readonly name?: unknown; readonly data?: unknown } = {}) {
    if (name !== undefined) this.name = String(name);
    if (data !== undefined) this.data = typeof data === "string" ? Bytes.ofText(data) : data;
  }
}
