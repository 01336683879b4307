import { Form, type RequestEvent, type Route } from "#kernel";
import { skipSuccessLog } from "../../logs/contract.ts";
import type { Broker, RealtimeClient } from "../../realtime/contract.ts";
import type { Settings } from "../../settings/contract.ts";
import { appleNames } from "../oauth2/apple-names.ts";

const topic = "@oauth2";
// Relative to /api/oauth2-redirect and never taken from the request: nobody can be sent anywhere else.
const success = "../_/#/auth/oauth2-redirect-success";
const failure = "../_/#/auth/oauth2-redirect-failure";

interface Returned {
  readonly state: string;
  readonly code: string;
  readonly error: string;
  /** JSON with a name, from Apple. */
  readonly user: string;
}

/** GET|POST /api/oauth2-redirect: where providers send people back to; what came with them goes to the waiting client. */
export function oauth2RedirectRoutes(broker: Broker, settings: Settings): readonly Route[] {
  const path = "/api/oauth2-redirect";
  return [
    {
      method: "GET",
      path,
      middlewares: [skipSuccessLog],
      handle(e) {
        const value = (key: string): string => e.query.get(key) ?? "";
        const returned = {
          state: value("state"),
          code: value("code"),
          error: value("error"),
          user: value("user"),
        };
        e.redirect(e.method === "GET" ? 307 : 303, passOn(e, returned));
      },
    },
    {
      method: "POST",
      path,
      middlewares: [skipSuccessLog],
      async handle(e) {
        // Whoever sent something else is led back like anybody without a state.
        const returned = await readForm(e).catch(() => undefined);
        e.redirect(303, returned === undefined ? failure : passOn(e, returned));
      },
    },
  ];

  function passOn(e: RequestEvent, { state, code, error, user }: Returned): string {
    const client = waitingClient(e, state);
    if (client === undefined) return failure;
    client.send({ name: topic, data: JSON.stringify({ state, code, ...(error !== "" && { error }) }) });
    client.unsubscribe(topic);
    if (error !== "" || code === "") return failure;
    if (user !== "") appleNames.keep(code, nameIn(user));
    return success;
  }

  /** The state is the id of the client that opened the provider's page, from the same place as the one coming back. */
  function waitingClient(e: RequestEvent, state: string): RealtimeClient | undefined {
    const client = broker.clientById(state);
    if (client === undefined || client.isDiscarded || !client.hasSubscription(topic)) return undefined;
    return client.ip === settings.realIp(e) ? client : undefined;
  }
}

async function readForm(e: RequestEvent): Promise<Returned> {
  const form = await Form.of(e);
  return {
    state: form.text("state"),
    code: form.text("code"),
    error: form.text("error"),
    user: form.text("user"),
  };
}

function nameIn(user: string): string {
  try {
    const { name } = JSON.parse(user) as { name?: { firstName?: unknown; lastName?: unknown } };
    return [name?.firstName, name?.lastName]
      .filter((part) => typeof part === "string")
      .join(" ")
      .trim();
  } catch {
    return ""; // the sign-in goes on without a name
  }
}
