import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

interface Person {
  readonly email: string;
  readonly name: string;
}

export interface OidcServer {
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** A real OpenID provider (oidc-provider from npm), whose people sign in with any password. */
export async function startOidcServer(options: {
  readonly redirectUri: string;
  readonly people: Readonly<Record<string, Person>>;
}): Promise<OidcServer> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = { clientId: "isobase", clientSecret: "a secret of the two" };
  const warn = console.warn;
  console.warn = () => {}; // it warns of its development settings, which these are
  // @ts-expect-error the package brings no types
  const { Provider } = await import("oidc-provider");
  const provider = new Provider(url, {
    clients: [
      {
        client_id: client.clientId,
        client_secret: client.clientSecret,
        redirect_uris: [options.redirectUri],
      },
    ],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "preferred_username"] },
    conformIdTokenClaims: false,
    cookies: { keys: ["k"] },
    ttl: { AccessToken: 600, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
    findAccount: (_context: unknown, id: string) => ({
      accountId: id,
      claims: () => ({ sub: id, email_verified: true, preferred_username: id, ...options.people[id] }),
    }),
  });
  server.on("request", provider.callback());
  console.warn = warn;
  return { url, ...client };
}

/** Signs somebody in at the provider's pages as a browser would, up to and including the way back. */
export async function signInAt(page: string, login: string): Promise<Response> {
  const cookies = new Map<string, Map<string, string>>();
  let request: { url: URL; form?: URLSearchParams } = { url: new URL(page) };
  for (let step = 0; step < 20; step++) {
    const jar = cookies.get(request.url.host) ?? new Map<string, string>();
    cookies.set(request.url.host, jar);
    const response = await fetch(request.url, {
      method: request.form === undefined ? "GET" : "POST",
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; ") },
      redirect: "manual",
      ...(request.form && { body: request.form }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [name = "", value = ""] = (cookie.split(";")[0] ?? "").split(/=(.*)/s);
      if (value === "") jar.delete(name);
      else jar.set(name, value);
    }
    const location = response.headers.get("location");
    if (location?.startsWith("../_/")) return response;
    if (location !== null) {
      request = { url: new URL(location, request.url) };
      continue;
    }
    const html = await response.text();
    const action = /<form[^>]*action="([^"]+)"/.exec(html)?.[1];
    if (action === undefined)
      throw new Error(`${request.url.href} answered ${response.status}: ${html.slice(0, 500)}`);
    const form = new URLSearchParams({ prompt: /name="prompt" value="(\w+)"/.exec(html)?.[1] ?? "" });
    if (form.get("prompt") === "login") {
      form.set("login", login);
      form.set("password", "any");
    }
    request = { url: new URL(action, request.url), form };
  }
  throw new Error("The provider leads in circles.");
}
