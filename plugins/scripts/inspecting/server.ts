import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { WebSocketServer } from "ws";
import { type InspectAddress, isLoopbackHost } from "./address.ts";
import type { Inspector } from "./inspector.ts";

/** Where debuggers find the sandboxes, in the way they find Node itself. */
export class InspectorServer {
  readonly #inspector: Inspector;
  readonly #address: InspectAddress;
  readonly #http: Server;
  readonly #sockets = new WebSocketServer({ noServer: true });

  constructor(inspector: Inspector, address: InspectAddress) {
    this.#inspector = inspector;
    this.#address = address;
    this.#http = createServer((request, response) => this.#answer(request, response));
    this.#http.on("upgrade", (request, socket, head) => {
      if (!isTrusted(request)) {
        socket.destroy();
        return;
      }
      this.#sockets.handleUpgrade(request, socket, head, (client) => {
        const session = inspector.connect((message) => client.send(message));
        client.on("message", (data) => session.receive(String(data)));
        client.on("error", () => client.terminate());
        client.on("close", () => session.close());
      });
    });
  }

  async listen(): Promise<void> {
    const { host, port } = this.#address;
    await new Promise<void>((resolve, reject) => {
      this.#http.once("error", reject);
      this.#http.listen(port, host, resolve);
    });
  }

  async close(): Promise<void> {
    this.#inspector.disconnect();
    for (const client of this.#sockets.clients) client.terminate();
    if (!this.#http.listening) return;
    await new Promise((resolve) => {
      this.#http.close(resolve);
      this.#http.closeAllConnections();
    });
  }

  /** `host:port`, as it is written in addresses. */
  get place(): string {
    const { host, port } = this.#address;
    return `${host.includes(":") ? `[${host}]` : host}:${port}`;
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const body = isTrusted(request) ? this.#page(request.url ?? "") : undefined;
    response.writeHead(body === undefined ? 404 : 200, { "content-type": "application/json; charset=utf-8" });
    response.end(JSON.stringify(body ?? {}));
  }

  #page(url: string): unknown {
    if (url === "/json/version") return { Browser: "isobase hooks", "Protocol-Version": "1.3" };
    if (url !== "/json" && url !== "/json/list") return undefined;
    const webSocketDebuggerUrl = `ws://${this.place}/hooks`;
    return [
      {
        id: "hooks",
        type: "node",
        title: "Isobase hooks",
        description: "The sandboxes of pb_hooks",
        url: "file://",
        devtoolsFrontendUrl: `devtools://devtools/bundled/js_app.html?v8only=true&ws=${this.place}/hooks`,
        webSocketDebuggerUrl,
      },
    ];
  }
}

/** A page in a browser on this machine could otherwise debug as well. */
function isTrusted({ headers }: IncomingMessage): boolean {
  return isLoopbackHost(headers.host) && !/^https?:/.test(headers.origin ?? "");
}
