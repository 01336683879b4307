import { domainToASCII } from "node:url";
import { UsageError } from "./errors.ts";

/** Reads the domains of `serve`: names an authority can reach over HTTP, in lower case and ASCII. */
export function readDomains(words: readonly string[]): readonly string[] {
  return [...new Set(words.map(readDomain))];
}

function readDomain(text: string): string {
  const name = domainToASCII(text);
  if (name.length <= 253 && domain.test(name)) return name;
  throw new UsageError(
    `invalid domain "${text}": expected a name such as yourdomain.com, without scheme, port, path or wildcard`,
  );
}

const domain = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/;
