import { mkdir } from "node:fs/promises";
import path from "node:path";
import type { InjectOptions, LightMyRequestResponse } from "fastify";
import type { Command, CommandKernel, ServeOptions } from "./cli/command.ts";
import type { Config } from "./config.ts";
import { AuxiliaryFile } from "./db/auxiliary.ts";
import { Database } from "./db/database.ts";
import { explainedOpen } from "./db/open-errors.ts";
import type { WriteCounts } from "./db/write-counts.ts";
import { onBootstrap, onServe, onTerminate } from "./hooks/lifecycle.ts";
import type { Certificates } from "./http/certificates.ts";
import { Redirector } from "./http/redirector.ts";
import { HttpServer } from "./http/server.ts";
import { consoleWriter, type Logger, LogHub, levels } from "./log.ts";
import { type Databases, Ground } from "./plugins/ground.ts";
import type { Plugin } from "./plugins/plugin.ts";
import { CertificateSources } from "./plugins/points.ts";
import { PluginRegistry } from "./plugins/registry.ts";
import type { Service } from "./plugins/service.ts";
import { timestamp } from "./timestamp.ts";

export interface KernelOptions {
  readonly config: Config;
  readonly plugins: readonly Plugin[];
}

/** A running house, as commands and tests see it. */
export interface KernelHandle extends CommandKernel {
  readonly commands: readonly Command[];
  /** A request without a socket. */
  inject(request: InjectOptions | string): Promise<LightMyRequestResponse>;
  service<T>(token: Service<T>): T;
  /** Ends orderly: requests finish, plugins stop, databases close. */
  terminate(options?: { readonly isRestart?: boolean }): Promise<void>;
}

/** Puts the rooms together: log, hooks, plugins; databases at bootstrap; the socket when asked to serve. */
export async function createKernel({ config, plugins }: KernelOptions): Promise<KernelHandle> {
  const logs = new LogHub();
  logs.addWriter(consoleWriter(config.dev ? levels.debug : levels.error + 1));
  const ground = new Ground(config, logs);
  for (const hook of [onBootstrap, onServe, onTerminate]) ground.hooks.set(hook.name, hook);
  const registry = new PluginRegistry(ground);
  await registry.start(plugins);

  let ready: Promise<void> | undefined;
  let server: HttpServer | undefined;
  let redirector: Redirector | undefined;
  let ended = false;

  const bootstrap = (): Promise<void> => {
    ready ??= ground.bus
      .trigger(onBootstrap, {}, async () => {
        ground.databases = await openDatabases(config, logs.logger(), ground.writes);
      })
      .catch((cause: unknown) => {
        throw explainedOpen(path.join(config.dir, "data.db"), cause);
      });
    return ready;
  };

  const listener = (certificates?: Certificates): HttpServer => {
    if (server !== undefined && certificates === undefined) return server;
    const created = new HttpServer(ground.dispatcher(), certificates);
    ground.followRoutes((dispatcher) => created.swap(dispatcher));
    server = created;
    return created;
  };

  const listen = async ({ host, port, secure }: ServeOptions): Promise<string> => {
    if (secure === undefined) return addressOf(host, await listener().listen(host, port));
    const [source] = ground.items(CertificateSources);
    if (source === undefined) throw new Error("HTTPS needs a plugin that contributes to CertificateSources.");
    const certificates = await source.open(secure.domains);
    const securePort = await listener(certificates).listen(secure.host, secure.port);
    redirector = new Redirector(certificates, securePort);
    await redirector.listen(host, port);
    certificates.start();
    return addressFor(secure.domains);
  };

  return {
    config,
    log: logs.logger(),
    get commands() {
      return [...ground.commands];
    },
    bootstrap,
    async serve(options) {
      await bootstrap();
      const { host, port, secure } = options;
      const expected = secure === undefined ? addressOf(host, port) : addressFor(secure.domains);
      const served = { address: expected, notes: [] as string[] };
      await ground.bus.trigger(onServe, served, async () => {
        served.address = await listen(options);
      });
      return served;
    },
    async inject(request) {
      await bootstrap();
      return await listener().inject(request);
    },
    service: (token) => registry.service(token),
    restartAsked: ground.restartAsked,
    async terminate({ isRestart = false } = {}) {
      if (ended) return;
      ended = true;
      await ground.bus.trigger(onTerminate, { isRestart }, async () => {
        await redirector?.close();
        await server?.close(1000);
      });
      ground.forgetRoutes();
      await registry.stop();
      if (ready === undefined) return;
      await ready.catch(() => {}); // a failed bootstrap was told to whoever asked for it
      await ground.closeDatabases();
    },
  };
}

function addressOf(host: string, port: number): string {
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

function addressFor([domain]: readonly string[]): string {
  return `https://${domain}`;
}

async function openDatabases(config: Config, log: Logger, writes: WriteCounts): Promise<Databases> {
  await mkdir(config.dir, { recursive: true });
  const trace = config.dev
    ? (text: string, ms: number) => process.stderr.write(`[${ms.toFixed(2)}ms] ${text}\n`)
    : undefined;
  const options = {
    queryTimeout: config.queryTimeout,
    tell: (text: string) => tellOperator(text, log),
    ...(trace && { trace }),
  };
  const data = new Database(path.join(config.dir, "data.db"), { ...options, writes });
  const auxiliary = await AuxiliaryFile.open(path.join(config.dir, "auxiliary.db"), options);
  return {
    data,
    get auxiliary() {
      return auxiliary.database;
    },
  };
}

// The log alone cannot be relied on: it is what these lines may be about.
function tellOperator(text: string, log: Logger): void {
  log.error(text);
  process.stderr.write(`${timestamp()} ${text}\n`);
}
