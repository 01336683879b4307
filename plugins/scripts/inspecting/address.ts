/** Where debuggers attach. */
export interface InspectAddress {
  readonly host: string;
  readonly port: number;
}

const loopback = new Set(["127.0.0.1", "localhost", "::1"]);
const usual: InspectAddress = { host: "127.0.0.1", port: 9229 };

/** Reads `HOST:PORT`, a port or a host. Throws for addresses that others can reach: who debugs may do anything. */
export function readInspectAddress(text: string): InspectAddress {
  const colon = text.lastIndexOf(":");
  const isPort = (part: string): boolean => /^\d{1,5}$/.test(part);
  const port = isPort(text.slice(colon + 1)) ? text.slice(colon + 1) : "";
  const host = (port === "" ? text : text.slice(0, Math.max(0, colon))).replace(/^\[|\]$/g, "");
  const address = { host: host || usual.host, port: port === "" ? usual.port : Number(port) };
  if (!loopback.has(address.host) || address.port > 65535) {
    throw new Error(
      `invalid address "${text}" for "--inspect-hooks": expected HOST:PORT of this machine alone, e.g. 127.0.0.1:9229`,
    );
  }
  return address;
}

/** Whether a Host header names this machine; a page elsewhere that had its name point here would name itself. */
export function isLoopbackHost(header: string | undefined): boolean {
  const host = (header ?? "").replace(/:\d+$/, "").replace(/^\[|\]$/g, "");
  return loopback.has(host);
}
