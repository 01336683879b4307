import path from "node:path";
import type { InjectOptions, LightMyRequestResponse } from "fastify";
import { onTestFinished } from "vitest";
import { type ConfigFlags, createConfig } from "../../kernel/config.ts";
import { createKernel, type KernelHandle } from "../../kernel/kernel.ts";
import { discoverPlugins } from "../../kernel/plugins/discover.ts";
import type { Plugin } from "../../kernel/plugins/plugin.ts";
import { temporaryFolder } from "./folder.ts";

export interface TestAppOptions {
  /** In place of all plugins of the house. */
  readonly plugins?: readonly Plugin[];
  /** Besides the others. */
  readonly extra?: readonly Plugin[];
  readonly flags?: ConfigFlags;
}

/** A whole app on a data folder of its own, without a socket; ended with the test. */
export async function createTestApp(options: TestAppOptions = {}): Promise<KernelHandle> {
  const dir = options.flags?.dir ?? path.join(await temporaryFolder(), "pb_data");
  const config = createConfig({ hooksWatch: false, ...options.flags, dir }, path.dirname(dir));
  const plugins =
    options.plugins ?? (await discoverPlugins(path.resolve(import.meta.dirname, "../../plugins")));
  const kernel = await createKernel({ config, plugins: [...plugins, ...(options.extra ?? [])] });
  onTestFinished(() => kernel.terminate());
  await kernel.bootstrap();
  return kernel;
}

/** Sends a request and gives the answer with its JSON read. */
export async function ask(
  app: KernelHandle,
  request: string,
  options: {
    readonly body?: unknown;
    readonly token?: string;
    readonly headers?: Record<string, string>;
  } = {},
): Promise<{ status: number; body: unknown; response: LightMyRequestResponse }> {
  const [method, url] = request.split(" ");
  const headers = { ...options.headers, ...(options.token && { authorization: options.token }) };
  const injected = { method, url, headers, ...(options.body !== undefined && { payload: options.body }) };
  const response = await app.inject(injected as InjectOptions);
  return { status: response.statusCode, body: readJson(response.body), response };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
