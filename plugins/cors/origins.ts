/** Tells what to answer a page of `origin` as allowed origin; undefined when it is not allowed. */
export type OriginCheck = (origin: string) => string | undefined;

/** Origins are given exactly, as `*`, or with `*` for any run of characters and `?` for one. */
export function originCheck(allowed: readonly string[]): OriginCheck {
  if (allowed.includes("*")) return () => "*";
  const exact = new Set(allowed);
  const patterns = allowed.filter((text) => /[*?]/.test(text)).map(asPattern);
  return (origin) =>
    exact.has(origin) || patterns.some((pattern) => pattern.test(origin)) ? origin : undefined;
}

function asPattern(text: string): RegExp {
  const escaped = text.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`);
}
