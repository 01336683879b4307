import { randomInt } from "../../collections/model/random.ts";
import { call } from "./host.ts";
import { asString } from "./text.ts";

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

function random(length: number, alphabet: string): string {
  let text = "";
  for (let i = 0; i < length; i++) text += alphabet[randomInt(alphabet.length)];
  return text;
}

const digest =
  (algorithm: string) =>
  (text: unknown): string =>
    call("security.hash", algorithm, asString(text));
const hmac =
  (algorithm: string) =>
  (text: unknown, secret: unknown): string =>
    call("security.hmac", algorithm, asString(text), asString(secret));

export const $security = {
  md5: digest("md5"),
  sha256: digest("sha256"),
  sha512: digest("sha512"),
  hs256: hmac("sha256"),
  hs512: hmac("sha512"),
  equal: (a: unknown, b: unknown) => asString(a) === asString(b),
  randomString: (length: number) => random(length, letters),
  randomStringWithAlphabet: (length: number, alphabet: string) => random(length, alphabet),
  pseudorandomString: (length: number) => random(length, letters),
  pseudorandomStringWithAlphabet: (length: number, alphabet: string) => random(length, alphabet),
  randomStringByRegex: (pattern: string) => call<string>("security.randomByPattern", pattern),
  createJWT: (claims: object, key: string, seconds: number) =>
    call<string>("security.createJwt", claims, key, seconds),
  parseJWT: (token: string, key: string) => call("security.parseJwt", asString(token), asString(key)),
  parseUnverifiedJWT: (token: string) => call("security.parseJwt", asString(token), null),
  encrypt: (text: unknown, key: string) => call<string>("security.encrypt", asString(text), asString(key)),
  decrypt: (cipher: string, key: string) => call<string>("security.decrypt", asString(cipher), asString(key)),
};
