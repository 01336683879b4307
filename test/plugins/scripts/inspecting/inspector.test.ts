import path from "node:path";
import { pathToFileURL } from "node:url";
import { generatedPositionFor, LEAST_UPPER_BOUND, TraceMap } from "@jridgewell/trace-mapping";
import { expect, onTestFinished, test } from "vitest";
import { WebSocket } from "ws";
import { readInspectAddress } from "../../../../plugins/scripts/inspecting/address.ts";
import { canInspect } from "../../../../plugins/scripts/inspecting/attach.ts";
import { createTestApp } from "../../../support/app.ts";
import { temporaryFolder } from "../../../support/folder.ts";
import { writeFiles } from "../../../support/hooks.ts";
import { freePort } from "../../../support/server.ts";

interface Message {
  readonly id?: number;
  readonly method?: string;
  // biome-ignore lint/suspicious/noExplicitAny: the protocol's messages, as they come
  readonly params?: any;
  // biome-ignore lint/suspicious/noExplicitAny: the same
  readonly result?: any;
  readonly error?: { readonly message: string };
}

/** A debugger, as far as one is needed to stop at a line. */
class Debugger {
  readonly #socket: WebSocket;
  readonly #heard: Message[] = [];
  readonly #waiting = new Set<() => void>();
  #id = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on("message", (data) => {
      this.#heard.push(JSON.parse(String(data)) as Message);
      for (const look of this.#waiting) look();
    });
  }

  static async attach(port: number): Promise<Debugger> {
    const list = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as {
      webSocketDebuggerUrl: string;
    }[];
    const socket = new WebSocket(list[0]?.webSocketDebuggerUrl ?? "");
    onTestFinished(() => socket.terminate());
    await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
    return new Debugger(socket);
  }

  async send(method: string, params: object = {}): Promise<Message["result"]> {
    const id = ++this.#id;
    this.#socket.send(JSON.stringify({ id, method, params }));
    const answer = await this.#until((message) => message.id === id);
    if (answer.error !== undefined) throw new Error(answer.error.message);
    return answer.result;
  }

  /** The next event of this kind that was not taken yet. */
  async event(
    method: string,
    fits: (params: Message["params"]) => boolean = () => true,
  ): Promise<Message["params"]> {
    return (await this.#until((message) => message.method === method && fits(message.params))).params;
  }

  leave(): void {
    this.#socket.close();
  }

  #until(fits: (message: Message) => boolean): Promise<Message> {
    return new Promise((resolve) => {
      const look = (): void => {
        const at = this.#heard.findIndex(fits);
        if (at === -1) return;
        this.#waiting.delete(look);
        resolve(this.#heard.splice(at, 1)[0] as Message);
      };
      this.#waiting.add(look);
      look();
    });
  }

  /** Sets a breakpoint at a line of the author's file, as debuggers do: by its source map. */
  async breakAt(file: string, line: number): Promise<void> {
    const url = pathToFileURL(file).href;
    const { sourceMapURL } = await this.event("Debugger.scriptParsed", (script) => script.url === url);
    const map = new TraceMap(Buffer.from(sourceMapURL.split("base64,")[1], "base64").toString());
    const place = generatedPositionFor(map, {
      source: map.sources[0] ?? "",
      line,
      column: 0,
      bias: LEAST_UPPER_BOUND,
    });
    await this.send("Debugger.setBreakpointByUrl", { url, lineNumber: (place.line ?? 0) - 1 });
  }
}

const hook = `interface Greeting {
  readonly text: string;
}

import { shout } from "./lib/shout.ts";

routerAdd("GET", "/greet/{name}", (e) => {
  const name: string = e.request.pathValue("name");
  const greeting: Greeting = { text: shout(name) };
  return e.json(200, greeting);
});
`;

async function debugged() {
  const folder = await temporaryFolder();
  await writeFiles(path.join(folder, "pb_hooks"), {
    "greet.pb.ts": hook,
    "lib/shout.ts": `export type Loud = string;\n\nexport function shout(text: string): Loud {\n  return text.toUpperCase();\n}\n`,
  });
  const port = await freePort();
  const flags = { dir: path.join(folder, "pb_data"), inspectHooks: `127.0.0.1:${port}`, hooksTimeout: 100 };
  const app = await createTestApp({ flags });
  await app.serve({ host: "127.0.0.1", port: 0 });
  const bugs = await Debugger.attach(port);
  await bugs.send("Runtime.enable");
  await bugs.send("Debugger.enable");
  return { app, bugs, port, file: path.join(folder, "pb_hooks/greet.pb.ts"), folder };
}

const inspecting = test.skipIf(!canInspect);

inspecting(
  "a request stops at a breakpoint of a .ts hook, shows its variables, and goes on when told to",
  async () => {
    const { app, bugs, file } = await debugged();
    await bugs.breakAt(file, 10);

    const answer = app.inject({ method: "GET", url: "/greet/anna" });
    const { callFrames } = await bugs.event("Debugger.paused");
    const [frame] = callFrames;
    const evaluate = async (expression: string): Promise<unknown> =>
      (await bugs.send("Debugger.evaluateOnCallFrame", { callFrameId: frame.callFrameId, expression })).result
        .value;

    expect(await evaluate("name")).toBe("anna");
    expect(await evaluate("greeting.text")).toBe("ANNA");
    const locals = frame.scopeChain.find(({ type }: { type: string }) => type === "local");
    const { result } = await bugs.send("Runtime.getProperties", { objectId: locals.object.objectId });
    expect(result.map(({ name }: { name: string }) => name)).toContain("greeting");

    await new Promise((resolve) => setTimeout(resolve, 300)); // longer than a handler may run
    await evaluate("greeting.text = 'changed'");
    await bugs.send("Debugger.resume");

    expect((await answer).json()).toEqual({ text: "changed" });
  },
);

inspecting(
  "breakpoints hold in sandboxes that are made later, in modules too; those who stop besides wait their turn",
  async () => {
    const { app, bugs, folder } = await debugged();
    await bugs.breakAt(path.join(folder, "pb_hooks/lib/shout.ts"), 4);

    const answers = Array.from({ length: 3 }, (_, n) => app.inject({ method: "GET", url: `/greet/n${n}` }));
    const seen: unknown[] = [];
    for (let i = 0; i < 3; i++) {
      const { callFrames } = await bugs.event("Debugger.paused");
      const { callFrameId } = callFrames[0];
      seen.push(
        (await bugs.send("Debugger.evaluateOnCallFrame", { callFrameId, expression: "text" })).result.value,
      );
      await bugs.send("Debugger.resume");
    }

    expect(seen.sort()).toEqual(["n0", "n1", "n2"]);
    expect((await Promise.all(answers)).map(({ statusCode }) => statusCode)).toEqual([200, 200, 200]);
  },
);

inspecting("a debugger that goes away lets everything go on", async () => {
  const { app, bugs, file } = await debugged();
  await bugs.breakAt(file, 9);
  const answer = app.inject({ method: "GET", url: "/greet/anna" });
  await bugs.event("Debugger.paused");

  bugs.leave();

  expect((await answer).json()).toEqual({ text: "ANNA" });
  expect((await app.inject({ method: "GET", url: "/greet/bert" })).json()).toEqual({ text: "BERT" });
});

inspecting("pages of browsers and other names of this machine are refused", async () => {
  const { port } = await debugged();
  const attempt = (headers: Record<string, string>) =>
    new Promise((resolve) => {
      const socket = new WebSocket(`ws://127.0.0.1:${port}/hooks`, { headers });
      onTestFinished(() => socket.terminate());
      socket.once("open", () => resolve("open")).once("error", () => resolve("refused"));
    });

  expect(await attempt({ origin: "https://evil.example" })).toBe("refused");
  expect(await attempt({ host: "evil.example" })).toBe("refused");
  expect(await attempt({})).toBe("open");
});

test.skipIf(canInspect)("a Node where a debugger would end the server is refused", async () => {
  await expect(createTestApp({ flags: { inspectHooks: "127.0.0.1:9229" } })).rejects.toThrow(
    "expected Node 20",
  );
});

test.each([
  ["127.0.0.1:9333", { host: "127.0.0.1", port: 9333 }],
  ["9333", { host: "127.0.0.1", port: 9333 }],
  ["localhost", { host: "localhost", port: 9229 }],
  ["[::1]:9333", { host: "::1", port: 9333 }],
])("%s is a place to attach to", (text, address) => {
  expect(readInspectAddress(text)).toEqual(address);
});

test.each(["0.0.0.0:9229", "192.168.1.2:9229", "example.com", "127.0.0.1:99999"])("%s is refused", (text) => {
  expect(() => readInspectAddress(text)).toThrow("of this machine alone");
});
