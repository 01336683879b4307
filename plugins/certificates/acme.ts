import { createPrivateKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import type { Client } from "acme-client";
import type { CertificateCache } from "./cache.ts";

const accountKeyName = "acme_account+key";
const challengePath = "/.well-known/acme-challenge/";

/** An authority that gives certificates over ACME (RFC 8555) to whoever shows its proof over plain HTTP. */
export class AcmeAuthority {
  readonly #directoryUrl: string;
  readonly #cache: CertificateCache;
  readonly #proofs = new Map<string, string>();
  #client: Promise<Client> | undefined;

  constructor(directoryUrl: string, cache: CertificateCache) {
    this.#directoryUrl = directoryUrl;
    this.#cache = cache;
  }

  /** What the authority expects at a path of plain HTTP while it checks a domain. */
  proofAt(path: string): string | undefined {
    return path.startsWith(challengePath) ? this.#proofs.get(path.slice(challengePath.length)) : undefined;
  }

  /** A new key and the chain of its certificate, PEM after PEM. */
  async obtain(name: string): Promise<string> {
    const { crypto } = await library();
    const key = newKey();
    const [, csr] = await crypto.createCsr({ altNames: [name] }, key);
    const client = await this.#registered();
    const chain = await client.auto({
      csr,
      termsOfServiceAgreed: true,
      challengePriority: ["http-01"],
      skipChallengeVerification: true, // behind some routers a machine cannot reach its own public address
      challengeCreateFn: async (_authorization, { token }, proof) => void this.#proofs.set(token, proof),
      challengeRemoveFn: async (_authorization, { token }) => void this.#proofs.delete(token),
    });
    return `${key}${chain}`;
  }

  /** One account for all names; what failed is tried again by the next. */
  async #registered(): Promise<Client> {
    this.#client ??= this.#register();
    try {
      return await this.#client;
    } catch (error) {
      this.#client = undefined;
      throw error;
    }
  }

  async #register(): Promise<Client> {
    const { Client } = await library();
    const client = new Client({ directoryUrl: this.#directoryUrl, accountKey: await this.#accountKey() });
    await client.createAccount({ termsOfServiceAgreed: true });
    return client;
  }

  async #accountKey(): Promise<string> {
    const kept = await this.#cache.read(accountKeyName);
    if (kept !== undefined) return pemOf(createPrivateKey(kept));
    const key = newKey();
    await this.#cache.write(accountKeyName, key);
    return key;
  }
}

function newKey(): string {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return pemOf(privateKey);
}

// PocketBase writes its keys in another form and reads this one; the library knows only this one.
function pemOf(key: KeyObject): string {
  return key.export({ type: "pkcs8", format: "pem" }).toString();
}

// Loaded when the first certificate is asked for; most servers never do.
async function library(): Promise<typeof import("acme-client")> {
  const acme = await import("acme-client");
  acme.axios.defaults.timeout = 30_000;
  return acme;
}
