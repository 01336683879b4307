import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** One request a provider got. */
export interface Asked {
  readonly request: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** What it answers, by `METHOD /path`; a function may look at the request first. */
export type Answers = Record<string, unknown | ((asked: Asked) => { status: number; body: unknown })>;

export interface MockProvider {
  readonly url: string;
  readonly asked: Asked[];
  readonly answers: Answers;
}

/** A local server in place of a provider; gone with the test. */
export async function startMockProvider(answers: Answers = {}): Promise<MockProvider> {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const path = (request.url ?? "").split("?")[0];
    const one = { request: `${request.method} ${path}`, headers: request.headers, body };
    asked.push(one);
    const known = answers[one.request];
    const answer =
      typeof known === "function" ? known(one) : { status: known === undefined ? 404 : 200, body: known };
    response.writeHead(answer.status, { "content-type": "application/json" });
    response.end(JSON.stringify(answer.body ?? {}));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, answers };
}

export const granted = { access_token: "AT", token_type: "bearer", expires_in: 3600, refresh_token: "RT" };
