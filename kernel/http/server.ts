import { METHODS } from "node:http";
import type { AddressInfo } from "node:net";
import type { TlsOptions } from "node:tls";
import fastify, {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerOptions,
  type InjectOptions,
  type LightMyRequestResponse,
} from "fastify";
import type { Certificates } from "./certificates.ts";
import type { Dispatcher } from "./dispatch.ts";
import { removeLeftUploads } from "./upload-files.ts";

/** The socket. Stays while what answers is swapped behind it. */
export class HttpServer {
  readonly #app: FastifyInstance;
  #dispatcher: Dispatcher;

  /** Speaks HTTPS if there are certificates to show. */
  constructor(dispatcher: Dispatcher, certificates?: Certificates) {
    this.#dispatcher = dispatcher;
    const options = {
      ...(certificates && { https: tlsOptions(certificates) }),
      exposeHeadRoutes: false,
      forceCloseConnections: "idle",
      return503OnClosing: false, // what comes over a connection that is still open is answered
      connectionTimeout: 0,
      requestTimeout: 300_000,
      bodyLimit: Number.MAX_SAFE_INTEGER, // limits are the route's
      // Routes have no schemas here; without this Fastify loads a validator and a serialiser, 40 ms of every start.
      schemaController: { compilersFactory: { buildValidator: noSchemas, buildSerializer: noSchemas } },
      routerOptions: {
        onBadUrl: (_path, request, response) => void this.#dispatcher.handle(request, response),
      },
    } satisfies FastifyServerOptions & { readonly https?: TlsOptions };
    this.#app = fastify(options);
    this.#app.removeAllContentTypeParsers();
    this.#app.addContentTypeParser("*", (_request, _payload, done) => done(null)); // bodies are read when asked for
    const handOver = (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
      reply.hijack();
      return this.#dispatcher.handle(request.raw, reply.raw);
    };
    // As soon as there is a request: what Fastify would do about its body is not asked for.
    this.#app.addHook("onRequest", (request, reply, _done) => void handOver(request, reply));
    for (const method of METHODS)
      if (!this.#app.supportedMethods.includes(method)) this.#app.addHttpMethod(method);
    this.#app.route({ method: this.#app.supportedMethods, url: "*", handler: handOver });
    // What Fastify itself would refuse, e.g. an odd content type, is ours to judge too.
    this.#app.setErrorHandler((_error, request, reply) => handOver(request, reply));
  }

  /** From the next request on, `dispatcher` answers; requests under way end as they began. */
  swap(dispatcher: Dispatcher): void {
    this.#dispatcher = dispatcher;
  }

  /** Starts listening and tells the port, which is another than asked for when that was 0. */
  async listen(host: string, port: number): Promise<number> {
    await removeLeftUploads();
    await this.#app.listen({ host, port });
    return (this.#app.server.address() as AddressInfo).port;
  }

  /** A request without a socket. */
  inject(request: InjectOptions | string): Promise<LightMyRequestResponse> {
    return this.#app.inject(request);
  }

  /** Takes no more requests, lets those under way finish for `graceMs`, then cuts what is left. */
  async close(graceMs: number): Promise<void> {
    const cut = setTimeout(() => this.#app.server.closeAllConnections(), graceMs);
    await this.#app.close();
    clearTimeout(cut);
  }
}

function tlsOptions(certificates: Certificates): TlsOptions {
  return {
    minVersion: "TLSv1.2",
    SNICallback: (name, done) => done(null, certificates.contextOf(name.toLowerCase())),
  };
}

function noSchemas(): () => never {
  return () => {
    throw new Error("Routes of this server have no schemas.");
  };
}
