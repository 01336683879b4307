import { definePlugin, onTerminate } from "#kernel";
import { Rules } from "../records/contract.ts";
import { Settings } from "../settings/contract.ts";
import { ClientBroker } from "./broker.ts";
import { followChanges } from "./changes.ts";
import {
  Broker,
  onRealtimeConnectRequest,
  onRealtimeMessageSend,
  onRealtimeSubscribeRequest,
} from "./contract.ts";
import { Deliveries } from "./deliver.ts";
import { Pace } from "./pace.ts";
import { connectRoute } from "./routes/connect.ts";
import { subscribeRoute } from "./routes/subscribe.ts";

export default definePlugin({
  name: "realtime",
  summary: "Tells clients of changes the moment they happen.",
  requires: { rules: Rules, settings: Settings },
  provides: { broker: Broker },
  hooks: [onRealtimeConnectRequest, onRealtimeSubscribeRequest, onRealtimeMessageSend],

  setup(scope, { rules, settings }) {
    let isFollowing = false;
    const broker: ClientBroker = new ClientBroker(() => {
      // With the first client: until then a save has nobody to tell and shall not pay for it.
      if (isFollowing) return;
      isFollowing = true;
      followChanges(scope, broker, new Deliveries(scope, rules, broker));
    });
    const pace = new Pace();
    scope.on(onTerminate, async (e) => {
      for (const client of broker.clients()) client.discard(); // they would not end by themselves
      await e.next();
    });
    scope.route(connectRoute(scope, settings, broker, pace), subscribeRoute(scope, settings, broker));
    return { broker };
  },
});
