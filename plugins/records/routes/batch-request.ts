import type { IncomingMessage, ServerResponse } from "node:http";
import { RequestEvent, type UploadedFile } from "#kernel";
import { type BatchRequestItem, RequestContext, Viewer } from "../contract.ts";
import type { Action } from "./batch-action.ts";

/** The request an item stands for. It has no socket of its own: who asks, and from where, is the outer request's matter. */
export function innerRequest(
  outer: RequestEvent,
  item: BatchRequestItem,
  action: Action,
  files: readonly UploadedFile[],
): RequestEvent {
  const headers = { ...outer.request.headers };
  for (const name of Object.keys(item.headers)) {
    if (name.toLowerCase() !== "authorization")
      headers[name.toLowerCase()] = String(item.headers[name] ?? "");
  }
  // Everything an item does not say for itself it has from the outer request.
  const request: IncomingMessage = Object.create(outer.request);
  request.method = action.method;
  request.url = item.url;
  request.headers = headers;
  const { path, search } = action;
  const inner = new RequestEvent({
    request,
    response: new HeldResponse() as unknown as ServerResponse,
    path,
    search,
    shapers: outer.shapers,
  });
  inner.params = action.params;
  inner.set(Viewer, outer.get(Viewer));
  inner.set(RequestContext, "batch");
  inner.setBody({ data: item.body, files });
  return inner;
}

/** As much of a response as handlers touch before it is sent, which this one never is. */
class HeldResponse {
  statusCode = 200;
  readonly headersSent = false;
  readonly writableEnded = false;
  readonly #headers = new Map<string, unknown>();

  setHeader(name: string, value: unknown): this {
    this.#headers.set(name.toLowerCase(), value);
    return this;
  }

  getHeader(name: string): unknown {
    return this.#headers.get(name.toLowerCase());
  }

  getHeaders(): Record<string, unknown> {
    return Object.fromEntries(this.#headers);
  }

  hasHeader(name: string): boolean {
    return this.#headers.has(name.toLowerCase());
  }

  removeHeader(name: string): void {
    this.#headers.delete(name.toLowerCase());
  }
}
