import type { PluginScope, RequestEvent } from "#kernel";
import { type Client, type Outlet, type SharedMessage, shared } from "./client.ts";
import { onRealtimeMessageSend } from "./contract.ts";

/** Messages a handler has not got to yet; more than this, and the client is let go. */
const mostWaiting = 1000;

/** Sends messages through onRealtimeMessageSend, in order; past it while nobody listens. */
export class HookedOutlet implements Outlet {
  readonly #scope: PluginScope;
  readonly #request: RequestEvent;
  readonly #client: Client;
  readonly #outlet: Outlet;
  readonly #waiting: SharedMessage[] = [];
  #isBusy = false;

  constructor(scope: PluginScope, request: RequestEvent, client: Client, outlet: Outlet) {
    this.#scope = scope;
    this.#request = request;
    this.#client = client;
    this.#outlet = outlet;
  }

  send(message: SharedMessage): void {
    if (!this.#isBusy && !this.#scope.hears(onRealtimeMessageSend)) {
      this.#outlet.send(message);
      return;
    }
    this.#waiting.push(message);
    if (this.#waiting.length > mostWaiting) this.#client.discard();
    else if (!this.#isBusy) void this.#work();
  }

  close(): void {
    this.#waiting.length = 0;
    this.#outlet.close();
  }

  async #work(): Promise<void> {
    this.#isBusy = true;
    try {
      for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
        await this.#trigger(next);
      }
    } catch (error) {
      this.#scope.log.debug("Realtime message was refused; the connection ends.", { error });
      this.#client.discard();
    } finally {
      this.#isBusy = false;
    }
  }

  async #trigger(message: SharedMessage): Promise<void> {
    const { name, data } = message;
    const event = {
      request: this.#request,
      db: this.#scope.db,
      client: this.#client,
      message: { name, data },
    };
    await this.#scope.trigger(onRealtimeMessageSend, event, () => {
      const now = event.message;
      const isSame = now.name === name && now.data === data;
      this.#outlet.send(isSame ? message : shared(now.name, now.data));
    });
  }
}
