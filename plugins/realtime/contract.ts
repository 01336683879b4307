import { type Db, defineHook, defineService, type RequestEvent } from "#kernel";
import type { RecordModel } from "../records/contract.ts";

/** What a client is told: an event's name and its data, as text. */
export interface RealtimeMessage {
  name: string;
  data: string;
}

/** What a subscription asks for besides its topic; headers in lower snake case. */
export interface SubscriptionOptions {
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
}

/** One open connection. */
export interface RealtimeClient {
  /** Forty characters; what the client is told first. */
  readonly id: string;
  /** Where the connection comes from, looking through trusted proxies. */
  readonly ip: string;
  /** Whom it speaks for; undefined for a guest. */
  readonly auth: RecordModel | undefined;
  /** True once it is gone: nothing reaches it any more. */
  readonly isDiscarded: boolean;
  /** By topic as it was subscribed to; with prefixes only those equal to one or with options after it. */
  subscriptions(...prefixes: readonly string[]): ReadonlyMap<string, SubscriptionOptions>;
  hasSubscription(topic: string): boolean;
  subscribe(...topics: readonly string[]): void;
  /** Without topics: from everything. */
  unsubscribe(...topics: readonly string[]): void;
  setAuth(record: RecordModel | undefined): void;
  /** Values others put on the client. */
  get(key: string): unknown;
  set(key: string, value: unknown): void;
  unset(key: string): void;
  /** Whatever it is subscribed to; through onRealtimeMessageSend. */
  send(message: Readonly<RealtimeMessage>): void;
  /** Ends the connection. */
  discard(): void;
}

/** Who is connected. */
export interface Broker {
  clients(): readonly RealtimeClient[];
  clientById(id: string): RealtimeClient | undefined;
  readonly totalClients: number;
}
export const Broker = defineService<Broker>("broker");

export interface RealtimeConnectRequestEvent {
  readonly request: RequestEvent;
  readonly db: Db;
  readonly client: RealtimeClient;
  /** Nanoseconds without a message until the connection is ended. */
  idleTimeout: number;
  /** Nanoseconds until the connection is ended in any case. */
  maxTimeout: number;
}
/** Around a whole connection: what follows next() happens when it ends. */
export const onRealtimeConnectRequest = defineHook<RealtimeConnectRequestEvent>("onRealtimeConnectRequest", {
  guest: { request: "handle", db: "handle", client: "handle", idleTimeout: "copy", maxTimeout: "copy" },
});

export interface RealtimeSubscribeRequestEvent {
  readonly request: RequestEvent;
  db: Db;
  readonly client: RealtimeClient;
  subscriptions: string[];
}
export const onRealtimeSubscribeRequest = defineHook<RealtimeSubscribeRequestEvent>(
  "onRealtimeSubscribeRequest",
  { guest: { request: "handle", db: "handle", client: "handle", subscriptions: "copy" } },
);

export interface RealtimeMessageSendEvent {
  readonly request: RequestEvent;
  readonly db: Db;
  readonly client: RealtimeClient;
  message: RealtimeMessage;
}
/** Around every message to every client; one that fails ends the connection. */
export const onRealtimeMessageSend = defineHook<RealtimeMessageSendEvent>("onRealtimeMessageSend", {
  guest: { request: "handle", db: "handle", client: "handle", message: "copy" },
});
