import {
  Form,
  type PluginScope,
  type RequestEvent,
  type Route,
  ValidationErrors,
  type ValidationIssue,
} from "#kernel";
import { type RecordModel, Viewer } from "../../records/contract.ts";
import type { Settings } from "../../settings/contract.ts";
import type { ClientBroker } from "../broker.ts";
import { onRealtimeSubscribeRequest, type RealtimeSubscribeRequestEvent } from "../contract.ts";
import {
  AuthMismatch,
  InvalidClient,
  InvalidSubscription,
  lengthOutside,
  required,
  tooLong,
  UnknownClient,
} from "../errors.ts";

const mostTopics = 1000;
const longestTopic = 2500;
const longestId = 255;

/** POST /api/realtime: what a client wants to hear of from now on, in place of what it wanted before. */
export function subscribeRoute(scope: PluginScope, settings: Settings, broker: ClientBroker): Route {
  return {
    method: "POST",
    path: "/api/realtime",
    async handle(e) {
      const { clientId, subscriptions } = await readRequest(e);
      const client = broker.clientById(clientId);
      if (client === undefined) throw new UnknownClient();
      if (client.ip !== settings.realIp(e)) throw new InvalidClient();
      const { record } = e.get(Viewer);
      if (client.auth !== undefined && !isSame(client.auth, record)) throw new AuthMismatch();
      const event: RealtimeSubscribeRequestEvent = { request: e, db: scope.db, client, subscriptions };
      await scope.trigger(onRealtimeSubscribeRequest, event, async () => {
        client.unsubscribe();
        client.setAuth(record);
        client.subscribe(...event.subscriptions);
        // A handler may have put a transaction there; the answer then waits for its end.
        await event.db.afterCommit(() => e.noContent(204));
      });
    },
  };
}

async function readRequest(e: RequestEvent): Promise<{ clientId: string; subscriptions: string[] }> {
  const form = await Form.of(e, InvalidSubscription);
  const clientId = form.text("clientId");
  const topics = form.texts("subscriptions");
  const issues: Record<string, ValidationIssue> = {};
  if (clientId === "") issues.clientId = required;
  else if (clientId.length > longestId) issues.clientId = lengthOutside(1, longestId);
  const issue = topicsIssue(topics);
  if (issue !== undefined) issues.subscriptions = issue;
  if (Object.keys(issues).length > 0) throw new InvalidSubscription(issues);
  return { clientId, subscriptions: topics };
}

function topicsIssue(topics: readonly string[]): ValidationIssue | undefined {
  if (topics.length > mostTopics) return tooLong(mostTopics);
  const long = topics.flatMap((topic, index) =>
    topic.length > longestTopic ? [[String(index), tooLong(longestTopic)]] : [],
  );
  return long.length > 0 ? new ValidationErrors(Object.fromEntries(long)) : undefined;
}

function isSame(a: RecordModel, b: RecordModel | undefined): boolean {
  return b !== undefined && a.id === b.id && a.collection.id === b.collection.id;
}
