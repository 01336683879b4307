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
import { createJwt, parseJwt } from "./jwt.ts";

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

export const securityFunctions: HostFunctions = {
  "security.hash": (_session, algorithm: string, text: string) =>
    createHash(algorithm).update(text).digest("hex"),
  "security.hmac": (_session, algorithm: string, text: string, secret: string) =>
    createHmac(algorithm, secret).update(text).digest("hex"),
  "security.randomString": (_session, length: number) => randomText(length, letters),
  "security.randomByPattern": (_session, pattern: string) => generate(pattern),
  "security.createJwt": (_session, claims: Record<string, unknown>, key: string, seconds: number) =>
    createJwt(claims, key, seconds),
  "security.parseJwt": (_session, token: string, key: string | null) => parseJwt(token, key),
  "security.encrypt": (_session, text: string, key: string) => encrypt(text, key),
  "security.decrypt": (_session, cipher: string, key: string) => decrypt(cipher, key),
  "random.bytes": (_session, length: number) => randomBytes(Math.min(length, 65_536)),
  "random.uuid": () => randomUUID(),
  "text.fromBase64": (_session, text: string) => Buffer.from(text, "base64").toString("utf8"),
};

// AES-GCM, 256 bits for a key of 32 letters: nonce, text and tag together, as base64; what the reference writes can be read here and the other way round.
function encrypt(text: string, key: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv(methodFor(key), key, nonce);
  return Buffer.concat([nonce, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]).toString(
    "base64",
  );
}

function decrypt(text: string, key: string): string {
  const method = methodFor(key);
  const bytes = Buffer.from(text, "base64");
  if (bytes.toString("base64") !== text) throw new Error("illegal base64 data at input byte 0");
  if (bytes.length < 28) throw new Error("cipher: message authentication failed");
  const decipher = createDecipheriv(method, key, bytes.subarray(0, 12));
  decipher.setAuthTag(bytes.subarray(-16));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString("utf8");
  } catch (cause) {
    throw new Error("cipher: message authentication failed", { cause });
  }
}

function methodFor(key: string): "aes-128-gcm" | "aes-192-gcm" | "aes-256-gcm" {
  switch (Buffer.byteLength(key)) {
    case 16:
      return "aes-128-gcm";
    case 24:
      return "aes-192-gcm";
    case 32:
      return "aes-256-gcm";
    default:
      throw new Error(`crypto/aes: invalid key size ${Buffer.byteLength(key)}`);
  }
}
