import type { JWTPayload, JWTVerifyGetKey, JWTVerifyOptions } from "jose";

export interface IdTokenRules {
  /** Whom the token must be for. */
  readonly audience: string;
  /** Where the keys lie; "" to rely on the connection the token came over, as the standard allows for the code flow. */
  readonly jwksURL: string;
  /** Who may have issued it; none for anybody. */
  readonly issuers: readonly string[];
}

/** Only what providers sign with: never `none`, and nothing a shared secret could forge. */
const algorithms = [
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
  "ES256",
  "ES384",
  "ES512",
  "EdDSA",
  "Ed25519",
];

/** The claims of a provider's id_token, checked. */
export async function readIdToken(token: string, rules: IdTokenRules): Promise<Record<string, unknown>> {
  if (rules.jwksURL === "") return await readUnsigned(token, rules);
  const { jwtVerify } = await jose();
  const options: JWTVerifyOptions = {
    algorithms,
    audience: rules.audience,
    requiredClaims: ["exp"],
    ...(rules.issuers.length > 0 && { issuer: [...rules.issuers] }),
  };
  const { payload } = await jwtVerify(token, await keysAt(rules.jwksURL), options);
  return payload;
}

async function readUnsigned(token: string, rules: IdTokenRules): Promise<Record<string, unknown>> {
  const { decodeJwt } = await jose();
  const claims = decodeJwt(token);
  if (claims.exp === undefined || claims.exp * 1000 <= Date.now())
    throw new Error("the id_token must not be expired");
  if (!audiencesOf(claims).includes(rules.audience)) throw new Error("the id_token must be for this client");
  if (rules.issuers.length > 0 && !rules.issuers.includes(claims.iss ?? "")) {
    throw new Error("the id_token must be from one of the configured issuers");
  }
  return claims;
}

function audiencesOf({ aud }: JWTPayload): readonly string[] {
  if (aud === undefined) return [];
  return Array.isArray(aud) ? aud : [aud];
}

const keys = new Map<string, JWTVerifyGetKey>();

async function keysAt(url: string): Promise<JWTVerifyGetKey> {
  let known = keys.get(url);
  if (known === undefined) {
    const { createRemoteJWKSet } = await jose();
    known = createRemoteJWKSet(new URL(url));
    keys.set(url, known);
  }
  return known;
}

/** A client secret for Sign in with Apple. */
export async function signAppleSecret(about: {
  readonly clientId: string;
  readonly teamId: string;
  readonly keyId: string;
  /** PKCS#8 PEM. */
  readonly privateKey: string;
  readonly seconds: number;
}): Promise<string> {
  const { importPKCS8, SignJWT } = await jose();
  const key = await importPKCS8(about.privateKey.trim(), "ES256");
  return await new SignJWT()
    .setProtectedHeader({ alg: "ES256", kid: about.keyId })
    .setIssuer(about.teamId)
    .setSubject(about.clientId)
    .setAudience("https://appleid.apple.com")
    .setIssuedAt()
    .setExpirationTime(`${about.seconds}s`)
    .sign(key);
}

function jose(): Promise<typeof import("jose")> {
  return import("jose");
}
