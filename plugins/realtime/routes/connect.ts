import type { PluginScope, RequestEvent, Route } from "#kernel";
import { skipSuccessLog } from "../../logs/contract.ts";
import type { Settings } from "../../settings/contract.ts";
import type { ClientBroker } from "../broker.ts";
import { Client } from "../client.ts";
import { onRealtimeConnectRequest } from "../contract.ts";
import { HookedOutlet } from "../hooked.ts";
import type { Pace } from "../pace.ts";
import { EventStream } from "../stream.ts";

const second = 1_000_000_000;
const nanosecondsInMs = 1_000_000;

/** GET /api/realtime: a stream of events that stays open, and first of all the id to subscribe with. */
export function connectRoute(
  scope: PluginScope,
  settings: Settings,
  broker: ClientBroker,
  pace: Pace,
): Route {
  return {
    method: "GET",
    path: "/api/realtime",
    middlewares: [skipSuccessLog],
    async handle(e) {
      e.setHeader("Content-Type", "text/event-stream");
      e.setHeader("Cache-Control", "no-store");
      e.setHeader("X-Accel-Buffering", "no");
      if (e.method === "HEAD") return e.noContent(200); // there will be no end to wait for
      const client = new Client(settings.realIp(e), broker.audiences);
      const event = {
        request: e,
        db: scope.db,
        client,
        idleTimeout: 300 * second,
        maxTimeout: 1800 * second,
      };
      await scope.trigger(onRealtimeConnectRequest, event, () => live(e, client, event));
    },
  };

  async function live(
    e: RequestEvent,
    client: Client,
    timeouts: { readonly idleTimeout: number; readonly maxTimeout: number },
  ): Promise<void> {
    const response = e.takeOver();
    response.statusCode = 200;
    const stream = new EventStream(response, client.id, pace);
    client.connect(new HookedOutlet(scope, e, client, stream));
    broker.register(client);
    try {
      client.send({ name: "PB_CONNECT", data: JSON.stringify({ clientId: client.id }) });
      stream.limit(timeouts.idleTimeout / nanosecondsInMs, timeouts.maxTimeout / nanosecondsInMs);
      await stream.ended;
    } finally {
      broker.unregister(client);
    }
  }
}
