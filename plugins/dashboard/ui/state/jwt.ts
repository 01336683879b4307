/** Reads what a token says about itself. It proves nothing: only the server checks the signature. */
export function readToken(token: string): Readonly<Record<string, unknown>> {
  try {
    const middle = token.split(".")[1] ?? "";
    const bytes = Uint8Array.from(atob(middle.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
  } catch {
    return {};
  }
}

export function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

export function hasExpired(claims: Readonly<Record<string, unknown>>): boolean {
  return typeof claims.exp !== "number" || claims.exp * 1000 < Date.now();
}
