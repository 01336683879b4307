import type { KernelHandle } from "../../../kernel/kernel.ts";
import { definePlugin, type PluginScope } from "../../../kernel/plugins/plugin.ts";
import { Auth } from "../../../plugins/auth/contract.ts";
import { Collections } from "../../../plugins/collections/contract.ts";
import { type MailMessage, onMailerSend } from "../../../plugins/mailer/contract.ts";
import { type RecordModel, Records } from "../../../plugins/records/contract.ts";
import { ask, createTestApp } from "../../support/app.ts";

type Body = Readonly<Record<string, unknown>>;

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every form
  readonly body: any;
}

/** A whole app with a superuser and a user, whose mails are kept instead of sent. */
export interface House {
  readonly app: KernelHandle;
  readonly scope: PluginScope;
  /** The superuser's token. */
  readonly root: string;
  readonly mails: MailMessage[];
  ask(
    request: string,
    options?: { body?: unknown; token?: string; headers?: Record<string, string> },
  ): Promise<Answer>;
  /** Changes the users collection. */
  configure(change: Body, collection?: string): Promise<void>;
  signUp(email: string, data?: Body): Promise<RecordModel>;
  signIn(email: string, password?: string, extra?: Body): Promise<Answer>;
  token(email: string): Promise<string>;
  find(collection: string, id: string): Promise<RecordModel | undefined>;
  /** The token in the newest mail. */
  mailedToken(): string;
}

export const password = "correct horse";

export async function createHouse(): Promise<House> {
  let scope: PluginScope | undefined;
  const mails: MailMessage[] = [];
  const observer = definePlugin({
    name: "observer",
    summary: "Lends its scope to the test and keeps mails.",
    setup(own) {
      scope = own;
      own.on(onMailerSend, (e) => void mails.push(structuredClone(e.message)));
    },
  });
  const app = await createTestApp({ extra: [observer] });
  if (scope === undefined) throw new Error("The observer was not set up.");
  const { db } = scope;
  const records = app.service(Records);
  const collections = app.service(Collections);
  const collectionOf = (name: string) => {
    const collection = collections.find(db, name);
    if (collection === undefined) throw new Error(`There is no ${name}.`);
    return collection;
  };
  const superuser = records.create(collectionOf("_superusers"), { email: "root@example.com", password });
  await records.save(db, superuser);
  const root = await app.service(Auth).issueToken(superuser, "auth");
  const house: House = {
    app,
    scope,
    root,
    mails,
    ask: (request, options) => ask(app, request, options),
    async configure(change, collection = "users") {
      const answer = await house.ask(`PATCH /api/collections/${collection}`, { body: change, token: root });
      if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    },
    async signUp(email, data = {}) {
      const record = records.create(collectionOf("users"), { email, password, ...data });
      await records.save(db, record);
      return record;
    },
    signIn: (email, given = password, extra = {}) =>
      house.ask("POST /api/collections/users/auth-with-password", {
        body: { identity: email, password: given, ...extra },
      }),
    async token(email) {
      const { status, body } = await house.signIn(email);
      if (status !== 200) throw new Error(JSON.stringify(body));
      return body.token;
    },
    find: (collection, id) => records.findById(db, collectionOf(collection), id),
    mailedToken() {
      const [, token] = /\/_\/#\/auth\/[\w-]+\/([\w.-]+)/.exec(mails.at(-1)?.html ?? "") ?? [];
      if (token === undefined) throw new Error("No mail with a token was sent.");
      return token;
    },
  };
  return house;
}

/** Waits until `holds` gives something, for what goes on in the background of a request. */
export async function eventually<T>(holds: () => T | undefined | false): Promise<T> {
  for (let turns = 0; turns < 2000; turns++) {
    const value = holds();
    if (value !== undefined && value !== false) return value;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  throw new Error("It did not happen.");
}
