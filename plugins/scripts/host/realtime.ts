import type { RealtimeClient, RealtimeMessage } from "../../realtime/contract.ts";
import type { HostFunctions } from "../session.ts";

/** Connections that wait for messages, as scripts see them. */
export const realtimeFunctions: HostFunctions = {
  "realtime.clients": ({ services }) => services.broker.clients(),
  "realtime.subscriptions": (_session, client: RealtimeClient) => [...client.subscriptions().keys()],
  "realtime.subscribe": (_session, client: RealtimeClient, topics: readonly string[]) =>
    client.subscribe(...topics),
  "realtime.unsubscribe": (_session, client: RealtimeClient, topics: readonly string[]) =>
    client.unsubscribe(...topics),
  "realtime.get": (_session, client: RealtimeClient, key: string) =>
    key === "auth" ? client.auth : key === "realIP" ? client.ip : client.get(key),
  "realtime.set": (_session, client: RealtimeClient, key: string, value: unknown) =>
    value === null ? client.unset(key) : client.set(key, value),
  "realtime.send": (_session, client: RealtimeClient, { name, data }: RealtimeMessage) =>
    client.send({ name: String(name), data: typeof data === "string" ? data : JSON.stringify(data) }),
  "realtime.discard": (_session, client: RealtimeClient) => client.discard(),
  "realtime.isDiscarded": (_session, client: RealtimeClient) => client.isDiscarded,
};
