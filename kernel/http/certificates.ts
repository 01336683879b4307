import type { SecureContext } from "node:tls";

/** Where the certificates of HTTPS come from. The kernel asks one for them and knows no authority. */
export interface CertificateSource {
  /** Takes charge of these domains, with what is kept of them from earlier. */
  open(domains: readonly string[]): Promise<Certificates>;
}

export interface Certificates {
  /** Begins to get what is missing; called when plain HTTP answers. */
  start(): void;
  /** What to show a client that asks for this name; without it there is no connection. */
  contextOf(serverName: string): SecureContext | undefined;
  /** The answer to an authority that asks over plain HTTP whether a domain is ours. */
  proofAt(path: string): string | undefined;
}
