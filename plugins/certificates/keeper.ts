import type { SecureContext } from "node:tls";
import type { Logger } from "#kernel";
import type { CertificateCache } from "./cache.ts";
import { type Certificate, readCertificate, renewalOf } from "./certificate.ts";

const minute = 60_000;
const day = 86_400_000;

export interface KeeperOptions {
  readonly names: readonly string[];
  readonly cache: CertificateCache;
  readonly log: Logger;
  /** Says a line to whoever started the server. */
  readonly tell: (line: string) => void;
  /** Gets a new key and certificate for a name, as PEM. */
  readonly obtain: (name: string) => Promise<string>;
}

/** Holds the certificates of all names and sees to it that there is always a fresh one. */
export class CertificateKeeper {
  readonly #options: KeeperOptions;
  readonly #held = new Map<string, Certificate>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  #stopped = false;

  constructor(options: KeeperOptions) {
    this.#options = options;
  }

  contextOf(name: string): SecureContext | undefined {
    return this.#held.get(name)?.context;
  }

  /** Takes up what was kept by an earlier start. */
  async load(): Promise<void> {
    const { names, cache, log } = this.#options;
    for (const name of names) {
      try {
        const text = await cache.read(name);
        if (text !== undefined) this.#hold(name, text);
      } catch (error) {
        log.warn(`The kept certificate of ${name} cannot be used; a new one will be asked for.`, { error });
      }
    }
  }

  /** Gets what is missing at once, and everything else when its time comes. */
  start(): void {
    for (const name of this.#options.names) this.#plan(name);
  }

  /** No more renewals; what came in is written to its end. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    await this.#options.cache.settled();
  }

  #plan(name: string): void {
    const due = this.#dueIn(name);
    if (due <= 0) void this.#renew(name, 1);
    else this.#wake(name, Math.min(due, day), () => this.#plan(name)); // timers cannot wait for a month
  }

  #dueIn(name: string): number {
    const held = this.#held.get(name);
    return held === undefined ? 0 : renewalOf(held) - Date.now();
  }

  async #renew(name: string, attempt: number): Promise<void> {
    const { obtain, cache, log } = this.#options;
    try {
      const text = await obtain(name);
      this.#hold(name, text);
      if (this.#dueIn(name) <= 0)
        throw new Error("the new certificate has ended; is this machine's clock right?");
      log.info(`There is a new certificate for ${name}.`);
      await cache.write(name, text).catch((error: unknown) => {
        log.error(`The certificate of ${name} could not be kept for the next start.`, { error });
      });
      this.#plan(name);
    } catch (error) {
      const wait = Math.min(5 * minute * 2 ** (attempt - 1), day / 2); // authorities count failures by the hour
      if (!this.#stopped) this.#tell(name, wait, error);
      this.#wake(name, wait, () => void this.#renew(name, attempt + 1));
    }
  }

  #hold(name: string, text: string): void {
    const certificate = readCertificate(name, text);
    if (certificate === undefined) throw new Error(`These are not a key and a certificate of ${name}.`);
    this.#held.set(name, certificate);
  }

  #tell(name: string, wait: number, error: unknown): void {
    const { log, tell } = this.#options;
    const problem = `There is no new certificate for ${name} yet`;
    const reason = error instanceof Error && error.message !== "" ? error.message : String(error);
    const expected = `http://${name}/.well-known/acme-challenge/ must reach this server from the internet, on port 80`;
    const nextTry = new Date(Date.now() + wait).toISOString();
    log.error(problem, { error: reason, expected, nextTry });
    tell(`${problem}: ${reason}\n├─ Expected: ${expected}\n└─ Next try: ${nextTry}`);
  }

  #wake(name: string, wait: number, act: () => void): void {
    if (!this.#stopped) this.#timers.set(name, setTimeout(act, wait).unref());
  }
}
