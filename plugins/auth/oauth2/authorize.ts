import { createHash } from "node:crypto";
import type { ProviderOptions } from "../options/shape.ts";
import { randomLetters } from "../random.ts";
import type { Provider } from "./provider.ts";

/** What a client needs to send somebody to a provider. */
export interface Authorization {
  readonly name: string;
  readonly displayName: string;
  readonly logo: string;
  readonly state: string;
  /** Ends with `&redirect_uri=`, which the client fills in. */
  readonly authURL: string;
  /** The same, under the name older clients read. */
  readonly authUrl: string;
  readonly codeVerifier: string;
  readonly codeChallenge: string;
  readonly codeChallengeMethod: string;
}

export function authorization(provider: Provider, options: ProviderOptions, logo: string): Authorization {
  const state = randomLetters(30);
  const proof = (options.pkce ?? provider.pkce) ? newProof() : noProof;
  const query = new URLSearchParams({
    client_id: options.clientId,
    ...(proof.codeChallenge !== "" && {
      code_challenge: proof.codeChallenge,
      code_challenge_method: proof.codeChallengeMethod,
    }),
    response_type: "code",
    ...(provider.scopes.length > 0 && { scope: provider.scopes.join(" ") }),
    state,
    ...provider.authParams,
  });
  query.sort();
  const page = options.authURL || provider.authURL;
  const authURL = `${page}${page.includes("?") ? "&" : "?"}${query.toString()}&redirect_uri=`;
  return {
    name: provider.name,
    displayName: options.displayName || provider.displayName,
    logo,
    state,
    authURL,
    authUrl: authURL,
    ...proof,
  };
}

const noProof = { codeVerifier: "", codeChallenge: "", codeChallengeMethod: "" };

function newProof(): typeof noProof {
  const codeVerifier = randomLetters(43);
  const codeChallenge = createHash("sha256").update(codeVerifier).digest("base64url");
  return { codeVerifier, codeChallenge, codeChallengeMethod: "S256" };
}
