const sameSites = ["", "", "Lax", "Strict", "None"];

/** A cookie; plain properties. */
export class Cookie {
  name = "";
  value = "";
  path = "";
  domain = "";
  expires: unknown = null;
  maxAge = 0;
  secure = false;
  httpOnly = false;
  /** 1 default, 2 lax, 3 strict, 4 none. */
  sameSite: unknown = 0;
  partitioned = false;

  constructor(data: object = {}) {
    Object.assign(this, data);
  }

  string(): string {
    return cookieText(this);
  }
}

/** The cookie as the value of a Set-Cookie header. */
export function cookieText(cookie: Cookie): string {
  const isPlain = !/[ ,]/.test(cookie.value);
  const parts = [`${cookie.name}=${isPlain ? cookie.value : `"${cookie.value}"`}`];
  if (cookie.path) parts.push(`Path=${cookie.path}`);
  if (cookie.domain) parts.push(`Domain=${cookie.domain.replace(/^\./, "")}`);
  const expires = cookie.expires ? new Date(String(cookie.expires)) : undefined;
  if (expires !== undefined && !Number.isNaN(expires.getTime()))
    parts.push(`Expires=${expires.toUTCString()}`);
  if (cookie.maxAge > 0) parts.push(`Max-Age=${cookie.maxAge}`);
  else if (cookie.maxAge < 0) parts.push("Max-Age=0");
  if (cookie.httpOnly) parts.push("HttpOnly");
  if (cookie.secure) parts.push("Secure");
  const sameSite = typeof cookie.sameSite === "number" ? sameSites[cookie.sameSite] : "";
  if (sameSite) parts.push(`SameSite=${sameSite}`);
  if (cookie.partitioned) parts.push("Partitioned");
  return parts.join("; ");
}

export function parseCookies(header: string): Cookie[] {
  const cookies: Cookie[] = [];
  for (const part of header.split(";")) {
    const equals = part.indexOf("=");
    if (equals === -1) continue;
    const value = part
      .slice(equals + 1)
      .trim()
      .replace(/^"(.*)"$/, "$1");
    cookies.push(new Cookie({ name: part.slice(0, equals).trim(), value }));
  }
  return cookies;
}
