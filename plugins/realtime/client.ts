import { randomText } from "../collections/model/random.ts";
import type { RecordModel } from "../records/contract.ts";
import type { Audiences } from "./audience.ts";
import type { RealtimeClient, RealtimeMessage, SubscriptionOptions } from "./contract.ts";
import { readTopic, type Topic } from "./topic.ts";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** A message as it goes out to many: what follows the client's id is the same for all of them. */
export interface SharedMessage extends Readonly<RealtimeMessage> {
  /** `event:…\ndata:…\n\n`. */
  readonly frame: string;
  /** Length of the frame in bytes. */
  readonly size: number;
}

/** Where a client's messages go. */
export interface Outlet {
  send(message: SharedMessage): void;
  close(): void;
}

/** One connection: what it asked for, and for whom it speaks. */
export class Client implements RealtimeClient {
  readonly id = randomText(40, alphabet);
  /** Where the connection comes from; only from there its subscriptions may be changed. */
  readonly ip: string;
  readonly #audiences: Audiences<Client>;
  readonly #topics = new Map<string, Topic>();
  readonly #values = new Map<string, unknown>();
  #auth: RecordModel | undefined;
  #outlet: Outlet | undefined;
  #isDiscarded = false;

  constructor(ip: string, audiences: Audiences<Client>) {
    this.ip = ip;
    this.#audiences = audiences;
  }

  get auth(): RecordModel | undefined {
    return this.#auth;
  }

  get isDiscarded(): boolean {
    return this.#isDiscarded;
  }

  subscriptions(...prefixes: readonly string[]): ReadonlyMap<string, SubscriptionOptions> {
    const found = new Map<string, SubscriptionOptions>();
    for (const { text, options } of this.#topics.values()) {
      const isAsked = prefixes.some((prefix) => text === prefix || text.startsWith(`${prefix}?`));
      if (prefixes.length === 0 || isAsked) found.set(text, options);
    }
    return found;
  }

  hasSubscription(topic: string): boolean {
    return this.#topics.has(topic);
  }

  subscribe(...topics: readonly string[]): void {
    if (this.#isDiscarded) return;
    for (const text of topics) {
      if (text === "" || this.#topics.has(text)) continue;
      const topic = readTopic(text);
      this.#topics.set(text, topic);
      this.#audiences.add(this, topic);
    }
  }

  unsubscribe(...topics: readonly string[]): void {
    for (const text of topics.length > 0 ? topics : [...this.#topics.keys()]) {
      const topic = this.#topics.get(text);
      if (topic === undefined) continue;
      this.#topics.delete(text);
      this.#audiences.remove(this, topic);
    }
  }

  setAuth(record: RecordModel | undefined): void {
    // Audiences are by auth: out under the old one, in under the new one.
    for (const topic of this.#topics.values()) this.#audiences.remove(this, topic);
    this.#auth = record;
    for (const topic of this.#topics.values()) this.#audiences.add(this, topic);
  }

  get(key: string): unknown {
    return this.#values.get(key);
  }

  set(key: string, value: unknown): void {
    this.#values.set(key, value);
  }

  unset(key: string): void {
    this.#values.delete(key);
  }

  /** From now on messages go there; those sent before are lost. */
  connect(outlet: Outlet): void {
    this.#outlet = outlet;
  }

  send({ name, data }: Readonly<RealtimeMessage>): void {
    this.sendShared(shared(name, data));
  }

  sendShared(message: SharedMessage): void {
    this.#outlet?.send(message);
  }

  discard(): void {
    if (this.#isDiscarded) return;
    this.unsubscribe();
    this.#isDiscarded = true;
    this.#outlet?.close();
    this.#outlet = undefined;
  }
}

export function shared(name: string, data: string): SharedMessage {
  const frame = `event:${name}\ndata:${data}\n\n`;
  return { name, data, frame, size: Buffer.byteLength(frame) };
}
