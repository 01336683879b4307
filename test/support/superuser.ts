import PocketBase from "pocketbase";
import type { KernelHandle } from "../../kernel/kernel.ts";
import { ask } from "./app.ts";

export const email = "root@example.com";
export const password = "1234567890";

/** The official client of a server that has this superuser, signed in. */
export async function signIn(url: string): Promise<PocketBase> {
  const client = new PocketBase(url);
  client.autoCancellation(false);
  await client.collection("_superusers").authWithPassword(email, password);
  return client;
}

/** Gives an app this superuser, as its command does. */
export async function makeSuperuser(app: KernelHandle): Promise<void> {
  const superuser = app.commands.find(({ name }) => name === "superuser");
  const upsert = superuser?.commands?.find(({ name }) => name === "upsert");
  await upsert?.run?.({ args: [email, password], flags: {}, kernel: app, print: () => {} });
}

/** A token of a new superuser's. */
export async function superuserToken(app: KernelHandle): Promise<string> {
  await makeSuperuser(app);
  const body = { identity: email, password };
  const answer = await ask(app, "POST /api/collections/_superusers/auth-with-password", { body });
  return (answer.body as { readonly token: string }).token;
}
