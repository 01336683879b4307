import { Answer, demand, type Profile, type Provider, type Visit } from "../provider.ts";
import { type IdTokenRules, readIdToken } from "../signed.ts";

function oidcProvider(name: string): Provider {
  return {
    name,
    displayName: "OIDC",
    sign: ["#f78c40", "ID"],
    pkce: true,
    scopes: ["openid", "email", "profile"],
    authURL: "",
    tokenURL: "",
    userInfoURL: "",
    fetchUser: (visit) => (visit.userInfoURL === "" ? claimsOf(visit) : visit.ask(visit.userInfoURL)),
    profile: oidcProfile,
  };
}

/** Providers of the operator's own, by the standard. */
export const oidc = oidcProvider("oidc");
export const oidc2 = oidcProvider("oidc2");
export const oidc3 = oidcProvider("oidc3");

export function oidcProfile(user: Answer): Profile {
  return {
    id: user.text("sub"),
    name: user.text("name"),
    username: user.text("preferred_username"),
    email: user.isTrue("email_verified") ? user.text("email") : "",
    avatarURL: user.text("picture"),
  };
}

function claimsOf({ options, granted }: Visit): Promise<Record<string, unknown>> {
  const extra = new Answer(options.extra);
  const rules: IdTokenRules = {
    audience: options.clientId,
    jwksURL: extra.text("jwksURL"),
    issuers: extra.list("issuers").map((issuer) => issuer.text()),
  };
  return readIdToken(idTokenOf(granted.raw), rules);
}

export function idTokenOf(granted: Readonly<Record<string, unknown>>): string {
  const token = granted.id_token;
  demand(typeof token === "string" && token !== "", "the provider must send an id_token");
  return String(token);
}
