import { createHmac } from "node:crypto";

type Claims = Record<string, unknown>;

const header = Buffer.from('{"alg":"HS256","typ":"JWT"}').toString("base64url");

export function createJwt(claims: Claims, key: string, seconds: number): string {
  const exp = Math.floor(Date.now() / 1000) + Math.trunc(seconds);
  const signed = `${header}.${Buffer.from(JSON.stringify({ ...claims, exp })).toString("base64url")}`;
  return `${signed}.${signatureOf(signed, key)}`;
}

/** The claims of a token that is valid; without a key only its form and dates are checked. */
export function parseJwt(token: string, key: string | null): Claims {
  const parts = token.split(".");
  if (parts.length !== 3) throw malformed("token contains an invalid number of segments");
  const [head = "", body = "", signature = ""] = parts;
  const { alg } = read(head, "header");
  const claims = read(body, "claim");
  if (typeof alg !== "string") throw new Error("token is unverifiable: signing method (alg) is unspecified");
  if (key !== null) verify(alg, `${head}.${body}`, signature, key);
  const late = lateness(claims);
  if (late !== undefined) throw new Error(key === null ? late : `token has invalid claims: ${late}`);
  return claims;
}

function verify(alg: string, signed: string, signature: string, key: string): void {
  if (alg !== "HS256") throw new Error(`token signature is invalid: signing method ${alg} is invalid`);
  bytesOf(signature, "signature");
  if (signature !== signatureOf(signed, key))
    throw new Error("token signature is invalid: signature is invalid");
}

function lateness({ exp, nbf }: Claims): string | undefined {
  const now = Date.now() / 1000;
  if (typeof exp === "number" && exp <= now) return "token is expired";
  return typeof nbf === "number" && nbf > now ? "token is not valid yet" : undefined;
}

function signatureOf(signed: string, key: string): string {
  return createHmac("sha256", key).update(signed).digest("base64url");
}

function read(part: string, what: string): Claims {
  const text = bytesOf(part, what).toString();
  try {
    return JSON.parse(text) as Claims;
  } catch (cause) {
    throw malformed(`could not JSON decode ${what}: ${(cause as Error).message}`);
  }
}

function bytesOf(part: string, what: string): Buffer {
  const bytes = Buffer.from(part, "base64url");
  if (bytes.toString("base64url") !== part)
    throw malformed(`could not base64 decode ${what}: illegal base64 data at input byte ${wrongByte(part)}`);
  return bytes;
}

// A byte of the group of four that is not whole, or holds what is no letter of base64.
function wrongByte(part: string): number {
  const strange = part.search(/[^\w-]/);
  return strange !== -1 ? strange : Math.max(0, part.length - (part.length % 4 || 4));
}

function malformed(reason: string): Error {
  return new Error(`token is malformed: ${reason}`);
}
