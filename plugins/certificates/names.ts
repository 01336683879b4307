/** The names a certificate is wanted for, and those of them that only lead to another. */
export interface Names {
  readonly all: readonly string[];
  /** `www.` names nobody asked for by name. */
  readonly redirected: ReadonlySet<string>;
}

/** Adds the `www.` variant of every domain that has none. */
export function namesOf(domains: readonly string[]): Names {
  const redirected = domains
    .filter((domain) => !domain.startsWith("www."))
    .map((domain) => `www.${domain}`)
    .filter((name) => !domains.includes(name));
  return { all: [...domains, ...redirected], redirected: new Set(redirected) };
}
