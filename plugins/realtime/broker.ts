import { Audiences } from "./audience.ts";
import type { Client } from "./client.ts";
import type { Broker } from "./contract.ts";

/** Who is connected, and who asked for what. */
export class ClientBroker implements Broker {
  readonly audiences = new Audiences<Client>();
  readonly #clients = new Map<string, Client>();
  readonly #onChange: (total: number) => void;

  constructor(onChange: (total: number) => void) {
    this.#onChange = onChange;
  }

  get totalClients(): number {
    return this.#clients.size;
  }

  clients(): readonly Client[] {
    return [...this.#clients.values()];
  }

  clientById(id: string): Client | undefined {
    return this.#clients.get(id);
  }

  register(client: Client): void {
    this.#clients.set(client.id, client);
    this.#onChange(this.#clients.size);
  }

  unregister(client: Client): void {
    client.discard();
    if (this.#clients.delete(client.id)) this.#onChange(this.#clients.size);
  }
}
