/** So many events in so many seconds. */
export interface Allowance {
  readonly maxRequests: number;
  /** Seconds. */
  readonly duration: number;
}

interface Window {
  count: number;
  /** Milliseconds since the epoch. */
  started: number;
}

const idleMs = 30 * 60 * 1000;
const mostClients = 50_000;

/** Fixed windows: each client of each key may do so much, and then waits until its window is over. */
export class Windows {
  readonly #byKey = new Map<string, Map<string, Window>>();

  /** Counts one event; false when the window is full. */
  admit(key: string, client: string, { maxRequests, duration }: Allowance, now = Date.now()): boolean {
    const clients = this.#clientsOf(key);
    let window = clients.get(client);
    if (window === undefined || now - window.started >= duration * 1000) {
      if (clients.size >= mostClients) forget(clients, now - duration * 1000);
      window = { count: 0, started: now };
      clients.set(client, window);
    }
    if (window.count >= maxRequests) return false;
    window.count++;
    return true;
  }

  /** Whether admit() would let one more event through. */
  wouldAdmit(key: string, client: string, { maxRequests, duration }: Allowance, now = Date.now()): boolean {
    const window = this.#byKey.get(key)?.get(client);
    if (window === undefined || now - window.started >= duration * 1000) return maxRequests > 0;
    return window.count < maxRequests;
  }

  clear(): void {
    this.#byKey.clear();
  }

  forgetIdle(now = Date.now()): void {
    for (const [key, clients] of this.#byKey) {
      forget(clients, now - idleMs);
      if (clients.size === 0) this.#byKey.delete(key);
    }
  }

  #clientsOf(key: string): Map<string, Window> {
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const clients = new Map<string, Window>();
    this.#byKey.set(key, clients);
    return clients;
  }
}

function forget(clients: Map<string, Window>, startedBefore: number): void {
  for (const [client, window] of clients) if (window.started <= startedBefore) clients.delete(client);
}
