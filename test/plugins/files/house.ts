import type { KernelHandle } from "../../../kernel/kernel.ts";
import { definePlugin, type PluginScope } from "../../../kernel/plugins/plugin.ts";
import { Auth } from "../../../plugins/auth/contract.ts";
import { Collections } from "../../../plugins/collections/contract.ts";
import { Storage } from "../../../plugins/files/contract.ts";
import { Records } from "../../../plugins/records/contract.ts";
import { ask, createTestApp, type TestAppOptions } from "../../support/app.ts";

/** What a test sends: texts as they are, files by name and content. */
export type Part = string | { readonly name: string; readonly content: string | Buffer };

export interface House {
  readonly app: KernelHandle;
  readonly scope: PluginScope;
  readonly root: string;
  collection(data: Readonly<Record<string, unknown>>): Promise<{ readonly id: string }>;
  send(
    request: string,
    parts: readonly (readonly [key: string, part: Part])[],
    token?: string,
  ): Promise<Sent>;
  /** Names of all files below storage/, without attributes. */
  stored(): Promise<readonly string[]>;
}

export interface Sent {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A whole app with a superuser. */
export async function createHouse(options: TestAppOptions = {}): Promise<House> {
  let scope: PluginScope | undefined;
  const observer = definePlugin({
    name: "observer",
    summary: "Lends its scope to the test.",
    setup(own) {
      scope = own;
    },
  });
  const app = await createTestApp({ ...options, extra: [...(options.extra ?? []), observer] });
  if (scope === undefined) throw new Error("The observer was not set up.");
  const { db } = scope;
  const records = app.service(Records);
  const superusers = app.service(Collections).find(db, "_superusers");
  if (superusers === undefined) throw new Error("There are no superusers.");
  const superuser = records.create(superusers, { email: "root@example.com", password: "1234567890" });
  await records.save(db, superuser);
  const root = await app.service(Auth).issueToken(superuser, "auth");
  return {
    app,
    scope,
    root,
    async collection(data) {
      const rules = { listRule: "", viewRule: "", createRule: "", updateRule: "", deleteRule: "" };
      const answer = await ask(app, "POST /api/collections", { body: { ...rules, ...data }, token: root });
      if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
      return answer.body as { readonly id: string };
    },
    async send(request, parts, token) {
      const form = new FormData();
      for (const [key, part] of parts) {
        if (typeof part === "string") form.append(key, part);
        else
          form.append(
            key,
            new Blob([typeof part.content === "string" ? part.content : new Uint8Array(part.content)]),
            part.name,
          );
      }
      const encoded = new Response(form);
      const answer = await ask(app, request, {
        body: Buffer.from(await encoded.arrayBuffer()),
        headers: { "content-type": encoded.headers.get("content-type") ?? "" },
        ...(token && { token }),
      });
      return { status: answer.status, body: answer.body as Readonly<Record<string, unknown>> };
    },
    async stored() {
      const files = await app.service(Storage).files().list("");
      return files.map(({ key }) => key);
    },
  };
}
