import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  randomBytes,
  randomUUID,
} from "node:crypto";
import { generate } from "../../collections/model/generate.ts";
import { randomText } from "../../collections/model/random.ts";
import type { HostFunctions } from "../session.ts";

type Claims = Record<string, unknown>;

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

export const securityFunctions: HostFunctions = {
  "security.hash": (_session, algorithm: string, text: string) =>
    createHash(algorithm).update(text).digest("hex"),
  "security.hmac": (_session, algorithm: string, text: string, secret: string) =>
    createHmac(algorithm, secret).update(text).digest("hex"),
  "security.randomString": (_session, length: number) => randomText(length, letters),
  "security.randomByPattern": (_session, pattern: string) => generate(pattern),
  "security.createJwt": (_session, claims: Claims, key: string, seconds: number) =>
    sign({ ...claims, exp: Math.floor(Date.now() / 1000) + Math.trunc(seconds) }, key),
  "security.parseJwt": (_session, token: string, key: string | null) => parse(String(token), key),
  "security.encrypt": (_session, text: string, key: string) => encrypt(text, key),
  "security.decrypt": (_session, cipher: string, key: string) => decrypt(cipher, key),
  "random.bytes": (_session, length: number) => randomBytes(Math.min(length, 65_536)),
  "random.uuid": () => randomUUID(),
  "text.fromBase64": (_session, text: string) => Buffer.from(text, "base64").toString("utf8"),
};

const header = Buffer.from('{"alg":"HS256","typ":"JWT"}').toString("base64url");

function sign(claims: Claims, key: string): string {
  const signed = `${header}.${Buffer.from(JSON.stringify(claims)).toString("base64url")}`;
  return `${signed}.${createHmac("sha256", key).update(signed).digest("base64url")}`;
}

/** The claims of a token that is valid; without a key only its form and dates are checked. */
function parse(token: string, key: string | null): Claims {
  const [head = "", body = "", signature = ""] = token.split(".");
  if (signature === "" && key !== null)
    throw new Error("token is malformed: token contains an invalid number of segments");
  let claims: Claims;
  let algorithm: unknown;
  try {
    algorithm = (JSON.parse(Buffer.from(head, "base64url").toString()) as Claims).alg;
    claims = JSON.parse(Buffer.from(body, "base64url").toString()) as Claims;
  } catch (cause) {
    throw new Error("token is malformed: could not JSON decode its parts", { cause });
  }
  if (key !== null) {
    const expected = createHmac("sha256", key).update(`${head}.${body}`).digest("base64url");
    if (algorithm !== "HS256" || expected !== signature)
      throw new Error("token signature is invalid: signature is invalid");
  }
  const now = Date.now() / 1000;
  if (typeof claims.exp === "number" && claims.exp <= now)
    throw new Error("token has invalid claims: token is expired");
  if (typeof claims.nbf === "number" && claims.nbf > now)
    throw new Error("token has invalid claims: token is not valid yet");
  return claims;
}

// AES-256-GCM: nonce, text and tag together, as base64; what the reference writes can be read here and the other way round.
function encrypt(text: string, key: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  return Buffer.concat([nonce, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]).toString(
    "base64",
  );
}

function decrypt(text: string, key: string): string {
  const bytes = Buffer.from(text, "base64");
  if (bytes.length < 28) throw new Error("cipher: message authentication failed");
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, 12));
  decipher.setAuthTag(bytes.subarray(-16));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString("utf8");
  } catch (cause) {
    throw new Error("cipher: message authentication failed", { cause });
  }
}
