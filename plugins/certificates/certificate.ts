import { createPrivateKey, X509Certificate } from "node:crypto";
import { createSecureContext, type SecureContext } from "node:tls";

/** A certificate that can be shown, and until when. */
export interface Certificate {
  readonly context: SecureContext;
  /** Milliseconds since the epoch. */
  readonly validFrom: number;
  readonly validTo: number;
}

/** Reads a private key and the chain of its certificate, PEM after PEM; undefined if they are not `name`'s. */
export function readCertificate(name: string, text: string): Certificate | undefined {
  const key = /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----/.exec(text)?.[0];
  const chain = text.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g);
  if (key === undefined || chain?.[0] === undefined) return undefined;
  const leaf = new X509Certificate(chain[0]);
  if (leaf.checkHost(name) === undefined || !leaf.checkPrivateKey(createPrivateKey(key))) return undefined;
  return {
    context: createSecureContext({ key, cert: chain.join("\n") }),
    validFrom: Date.parse(leaf.validFrom),
    validTo: Date.parse(leaf.validTo),
  };
}

/** When to ask for the next one: 30 days before the end, or a third of its time if that is less. */
export function renewalOf({ validFrom, validTo }: Certificate): number {
  return validTo - Math.min(30 * 86_400_000, (validTo - validFrom) / 3);
}
