/** One way to sign in somewhere else, as it is kept with the collection. */
export interface Provider {
  name: string;
  clientId: string;
  clientSecret?: string;
  displayName: string;
  authURL: string;
  tokenURL: string;
  userInfoURL: string;
  pkce: boolean | null;
  extra: Record<string, unknown> | null;
}

export interface ProviderKind {
  readonly name: string;
  readonly displayName: string;
  /** SVG text from the server. */
  readonly logo: string;
}

// These have no addresses of their own: somebody runs them.
const selfHosted = new Set(["oidc", "oidc2", "oidc3", "gitlab", "gitea", "mailcow", "microsoft", "lark"]);

export function wantsAddresses(name: string): boolean {
  return selfHosted.has(name);
}

export function isOpenId(name: string): boolean {
  return name.startsWith("oidc");
}
