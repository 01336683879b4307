import type { OAuth2User } from "../contract.ts";
import { TokenNotFetched, UserNotFetched } from "../errors.ts";
import type { ProviderOptions } from "../options/shape.ts";
import { Answer, type Ask, demand, type Granted, type Provider } from "./provider.ts";

/** What a client brings back from a provider. */
export interface Callback {
  readonly code: string;
  /** "" where no proof was given. */
  readonly codeVerifier: string;
  /** Where the provider sent the client to; "" if it was not told. */
  readonly redirectURL: string;
}

const patienceMs = 30_000;
const longestAnswer = 2 * 1024 * 1024;

/** Trades the code for a token and the token for who somebody is. */
export async function fetchOAuth2User(
  provider: Provider,
  options: ProviderOptions,
  callback: Callback,
): Promise<OAuth2User> {
  const signal = AbortSignal.timeout(patienceMs);
  const granted = await grant(provider, options, callback, signal).catch((cause: unknown) => {
    throw new TokenNotFetched({}, { cause });
  });
  try {
    const userInfoURL = options.userInfoURL || provider.userInfoURL;
    const ask = asker(granted.accessToken, signal);
    const visit = { options, granted, ask, userInfoURL, code: callback.code };
    const user = new Answer(await (provider.fetchUser?.(visit) ?? ask(userInfoURL)));
    return {
      ...(await provider.profile(user, visit)),
      ...credentialsOf(granted),
      rawUser: user.object(),
    };
  } catch (cause) {
    throw new UserNotFetched({}, { cause });
  }
}

async function grant(
  provider: Provider,
  options: ProviderOptions,
  { code, codeVerifier, redirectURL }: Callback,
  signal: AbortSignal,
): Promise<Granted> {
  const { allowInsecureRequests, ClientSecretBasic, ClientSecretPost, genericTokenEndpointRequest } =
    await import("oauth4webapi");
  const endpoint = options.tokenURL || provider.tokenURL;
  const server = { issuer: new URL(endpoint).origin, token_endpoint: endpoint };
  const client = { client_id: options.clientId };
  const withProof = (options.pkce ?? provider.pkce) && codeVerifier !== "";
  const parameters = {
    code,
    ...(withProof && { code_verifier: codeVerifier }),
    ...(redirectURL !== "" && { redirect_uri: redirectURL }),
  };
  // Providers differ in where they look for the secret, and few of them say so.
  let refusal = "";
  for (const authenticate of [ClientSecretBasic, ClientSecretPost]) {
    const response = await genericTokenEndpointRequest(
      server,
      client,
      authenticate(options.clientSecret),
      "authorization_code",
      parameters,
      // The address is the operator's choice; a provider in their own network may do without TLS.
      { signal, [allowInsecureRequests]: true },
    );
    const answer = readGrant(await textOf(response), response.headers.get("content-type") ?? "");
    if (response.ok) return grantedOf(answer);
    refusal = `${response.status} ${new Answer(answer).text("error")}`;
  }
  throw new Error(`the provider refused the code: ${refusal}`);
}

function grantedOf(raw: Readonly<Record<string, unknown>>): Granted {
  const answer = new Answer(raw);
  const accessToken = answer.text("access_token");
  demand(accessToken !== "", `the provider must send an access_token ${answer.text("error")}`);
  return {
    accessToken,
    refreshToken: answer.text("refresh_token"),
    expiresIn: Number(answer.text("expires_in")) || 0,
    raw,
  };
}

/** Most answer in JSON, some the way forms are written. */
function readGrant(text: string, contentType: string): Record<string, unknown> {
  if (/^(application\/x-www-form-urlencoded|text\/plain)/i.test(contentType)) {
    return Object.fromEntries(new URLSearchParams(text));
  }
  try {
    return new Answer(JSON.parse(text)).object();
  } catch {
    return {}; // the status or the missing token tells what is wrong
  }
}

function asker(accessToken: string, signal: AbortSignal): Ask {
  return async (url, { headers = {}, body } = {}) => {
    const response = await fetch(url, {
      method: body === undefined ? "GET" : "POST",
      headers: {
        Accept: "application/json",
        ...(body !== undefined && { "Content-Type": "application/json" }),
        ...headers,
        Authorization: `Bearer ${accessToken}`,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal,
    });
    const text = await textOf(response);
    if (!response.ok) throw new Error(`${url} answered ${response.status}`);
    return JSON.parse(text);
  };
}

async function textOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > longestAnswer) throw new Error("the provider's answer is too long");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function credentialsOf({ accessToken, refreshToken, expiresIn }: Granted): {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiry: string;
} {
  const expiry =
    expiresIn === 0 ? "" : new Date(Date.now() + expiresIn * 1000).toISOString().replace("T", " ");
  return { accessToken, refreshToken, expiry };
}
