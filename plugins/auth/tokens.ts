// HS256 tokens by Node's own HMAC: jose signs and checks through WebCrypto's threads, 42 µs and 38 µs of CPU here against 4.
import { createHmac, timingSafeEqual } from "node:crypto";
import type { RecordModel } from "../records/contract.ts";
import type { TokenKind } from "./contract.ts";
import { authOptions } from "./options/read.ts";

/** What a token says; read before, and worth nothing until, its signature was checked. */
export interface TokenClaims {
  readonly id: string;
  readonly collectionId: string;
  readonly type: string;
  /** Seconds since the epoch. */
  readonly exp: number;
  readonly [claim: string]: unknown;
}

const header = Buffer.from('{"alg":"HS256","typ":"JWT"}').toString("base64url");

export interface TokenOptions {
  /** In place of the collection's duration; an auth token with a lifetime of its own cannot be refreshed. */
  readonly seconds?: number;
  readonly claims?: Readonly<Record<string, unknown>>;
}

/** A signed token of a record, good for as long as its collection says. */
export function issueToken(record: RecordModel, kind: TokenKind, options: TokenOptions = {}): string {
  const seconds = options.seconds ?? authOptions(record.collection).tokens[kind].duration;
  const claims: Record<string, unknown> = {
    ...ownClaims(record, kind, options),
    ...options.claims,
    collectionId: record.collection.id,
    exp: Math.floor(Date.now() / 1000) + seconds,
    id: record.id,
    type: kind,
  };
  // In alphabetical order, as the reference writes them.
  const sorted = Object.fromEntries(
    Object.keys(claims)
      .sort()
      .map((key) => [key, claims[key]]),
  );
  const text = `${header}.${Buffer.from(JSON.stringify(sorted)).toString("base64url")}`;
  return `${text}.${signature(text, signingKey(record, kind))}`;
}

function ownClaims(record: RecordModel, kind: TokenKind, { seconds }: TokenOptions): object {
  if (kind === "auth") return { refreshable: seconds === undefined };
  // What is confirmed by mail is confirmed for the address it was sent to.
  return kind === "file" ? {} : { email: record.getString("email") };
}

/** The key of a record's tokens of one kind: a new tokenKey or a new secret makes all of them void. */
export function signingKey(record: RecordModel, kind: TokenKind): string {
  return record.getString("tokenKey") + authOptions(record.collection).tokens[kind].secret;
}

/** The claims of a token, unchecked; undefined if it is none of ours. */
export function readClaims(token: string): TokenClaims | undefined {
  const [head, body, end, more] = token.split(".", 4);
  if (!head || !body || !end || more !== undefined) return undefined;
  const claims = parseObject(body);
  if (claims === undefined || parseObject(head)?.alg !== "HS256") return undefined;
  const { id, collectionId, type, exp } = claims;
  if (typeof id !== "string" || typeof collectionId !== "string") return undefined;
  if (typeof type !== "string" || typeof exp !== "number") return undefined;
  return { ...claims, id, collectionId, type, exp };
}

/** Whether the token was signed with this key. */
export function isSignedWith(token: string, key: string): boolean {
  const end = token.lastIndexOf(".");
  // Compared as text: decoding is lenient, and a token has one spelling.
  const given = Buffer.from(token.slice(end + 1));
  const expected = Buffer.from(signature(token.slice(0, end), key));
  return given.length === expected.length && timingSafeEqual(given, expected);
}

export function isExpired(claims: TokenClaims): boolean {
  return claims.exp * 1000 <= Date.now();
}

function signature(text: string, key: string): string {
  return createHmac("sha256", key).update(text).digest("base64url");
}

function parseObject(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined; // not a token
  }
}
