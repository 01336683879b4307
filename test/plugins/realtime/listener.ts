import { type IncomingMessage, request } from "node:http";
import { onTestFinished } from "vitest";

export interface HeardEvent {
  readonly id: string;
  readonly event: string;
  readonly data: unknown;
}

export interface Listener {
  readonly id: string;
  readonly url: string;
  /** Settles when the server ended the connection. */
  readonly ended: Promise<void>;
  /** The next so many events. */
  take(count: number): Promise<readonly HeardEvent[]>;
  subscribe(topics: readonly string[], token?: string): Promise<number>;
  /** No longer reads what comes. */
  pause(): void;
  close(): void;
}

/** Connects to the events of a server, as a browser would. */
export async function listen(url: string, query = ""): Promise<Listener> {
  const heard: HeardEvent[] = [];
  let wake = (): void => {};
  let pending = "";
  let finish = (): void => {};
  const ended = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const connection = request(`${url}/api/realtime${query}`);
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    connection.on("response", resolve).on("error", reject).end();
  });
  response.setEncoding("utf8");
  response.on("data", (chunk: string) => {
    pending += chunk;
    const frames = pending.split("\n\n");
    pending = frames.pop() ?? "";
    heard.push(...frames.map(readFrame));
    wake();
  });
  response.on("close", finish).on("error", finish);
  connection.on("error", finish);
  onTestFinished(() => void connection.destroy());

  async function take(count: number): Promise<readonly HeardEvent[]> {
    while (heard.length < count) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    return heard.splice(0, count);
  }

  const [hello] = await take(1);
  const { clientId: id } = (hello as HeardEvent).data as { readonly clientId: string };
  return {
    id,
    url,
    ended,
    take,
    async subscribe(subscriptions, token) {
      const answer = await fetch(`${url}/api/realtime`, {
        method: "POST",
        headers: { "content-type": "application/json", ...(token && { authorization: token }) },
        body: JSON.stringify({ clientId: id, subscriptions }),
      });
      return answer.status;
    },
    pause: () => void response.pause(),
    close: () => void connection.destroy(),
  };
}

function readFrame(frame: string): HeardEvent {
  const [id = "", event = "", data = ""] = frame.split("\n").map((line) => line.slice(line.indexOf(":") + 1));
  return { id, event, data: JSON.parse(data) };
}
