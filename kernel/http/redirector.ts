import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Certificates } from "./certificates.ts";

/** Plain HTTP beside HTTPS: proves to authorities that the domains are ours, and sends everybody else to HTTPS. */
export class Redirector {
  readonly #server: Server;

  constructor(certificates: Pick<Certificates, "proofAt">, securePort: number) {
    this.#server = createServer((request, response) => {
      const proof = certificates.proofAt((request.url ?? "").replace(/\?.*$/, ""));
      if (proof === undefined) redirect(request, response, securePort);
      else say(response, 200, proof);
    });
  }

  /** Starts listening and tells the port. */
  listen(host: string, port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.on("error", reject); // stays: what goes wrong later ends no process
      this.#server.listen(port, host, () => {
        const address = this.#server.address();
        resolve(typeof address === "object" && address !== null ? address.port : port);
      });
    });
  }

  /** Nothing here takes long enough to be waited for. */
  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }
}

function redirect(
  { method, url = "/", headers: { host } }: IncomingMessage,
  response: ServerResponse,
  securePort: number,
): void {
  if (url.startsWith("/.well-known/acme-challenge/")) {
    say(response, 404, "There is no such challenge.");
  } else if ((method !== "GET" && method !== "HEAD") || !host) {
    say(response, 400, "Use HTTPS"); // a client should notice that it sent something in the clear
  } else {
    const name = host.replace(/:\d+$/, "");
    // Who names a port reaches this machine itself; others may come by way of a forwarded 80 and 443.
    const where = name === host || securePort === 443 ? name : `${name}:${securePort}`;
    response.writeHead(302, { location: `https://${where}${url.startsWith("/") ? url : "/"}` }).end();
  }
}

function say(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8" }).end(text);
}
