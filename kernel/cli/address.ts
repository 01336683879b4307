import { createServer } from "node:net";
import { UsageError } from "./errors.ts";

export interface Address {
  readonly host: string;
  readonly port: number;
  /** The flag it was given by, or would have been. */
  readonly flag: "http" | "https";
}

/** Reads `HOST:PORT`; without a host it is every address of the machine. */
export function readAddress(text: string, flag: Address["flag"]): Address {
  const match = /^(.*):(\d{1,5})$/.exec(text);
  const port = Number(match?.[2]);
  if (match === null || port > 65535) {
    throw new UsageError(
      `invalid address "${text}" for "--${flag}" flag: expected HOST:PORT, e.g. ${examples[flag]}`,
    );
  }
  return { host: (match[1] || "0.0.0.0").replace(/^\[|\]$/g, ""), port, flag };
}

/** Throws a UsageError if nobody could listen there now. */
export async function checkAddress(address: Address): Promise<void> {
  const server = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(address.port, address.host, resolve);
    });
  } catch (cause) {
    throw explainedListen(cause, address);
  }
  await new Promise((resolve) => server.close(resolve));
}

/** What kept somebody from listening, said in a sentence; other errors as they are. */
export function explainedListen(cause: unknown, { host, port, flag }: Address): unknown {
  const reason = reasons[String((cause as { code?: unknown } | null)?.code)];
  if (reason === undefined) return cause;
  return new UsageError(`cannot listen on ${host}:${port}: ${reason} with --${flag}`, { cause });
}

const examples = { http: "127.0.0.1:8090", https: "0.0.0.0:443" } as const;

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: "the port is taken; choose another one",
  EACCES: "this user may not listen there; choose a port above 1023",
  EADDRNOTAVAIL: "this machine has no such address; choose another one",
  ENOTFOUND: "there is no host of that name; choose another one",
};
