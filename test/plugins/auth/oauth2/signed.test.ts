import { exportJWK, exportPKCS8, generateKeyPair, jwtVerify, SignJWT } from "jose";
import { expect, test } from "vitest";
import { readIdToken, signAppleSecret } from "../../../../plugins/auth/oauth2/signed.ts";
import { startMockProvider } from "./mock-provider.ts";

async function issuer() {
  const { privateKey, publicKey } = await generateKeyPair("RS256");
  const jwk = { ...(await exportJWK(publicKey)), kid: "k1", alg: "RS256" };
  const mock = await startMockProvider({ "GET /keys": { keys: [jwk] } });
  const sign = (claims: object = {}, key: CryptoKey | Uint8Array = privateKey, alg = "RS256") =>
    new SignJWT({ sub: "1", iss: "https://id.example", aud: "client", ...claims })
      .setProtectedHeader({ alg, kid: "k1" })
      .setExpirationTime("5m")
      .sign(key);
  const rules = { audience: "client", jwksURL: `${mock.url}/keys`, issuers: ["https://id.example"] };
  return { sign, rules, jwk };
}

test("a token the provider signed for us is read", async () => {
  const { sign, rules } = await issuer();
  expect(await readIdToken(await sign(), rules)).toMatchObject({ sub: "1" });
});

test("one for another client, from another issuer, too old, or signed by somebody else is not", async () => {
  const { sign, rules, jwk } = await issuer();
  const stranger = await generateKeyPair("RS256");
  const wrong = [
    await sign({ aud: "other" }),
    await sign({ iss: "https://evil.example" }),
    await sign({}, stranger.privateKey),
    // The public key used as a shared secret, and no key at all.
    await sign({}, new TextEncoder().encode(JSON.stringify(jwk)), "HS256"),
    `${btoa('{"alg":"none"}')}.${btoa('{"sub":"1","aud":"client","iss":"https://id.example"}')}.`,
  ];
  for (const token of wrong) await expect(readIdToken(token, rules)).rejects.toThrow();
  const { sign: signNow } = await issuer();
  await expect(readIdToken(await signNow(), rules)).rejects.toThrow();
});

test("without keys the connection vouches for it; whom it is for and until when is checked all the same", async () => {
  const { sign } = await issuer();
  const rules = { audience: "client", jwksURL: "", issuers: [] };
  expect(await readIdToken(await sign(), rules)).toMatchObject({ sub: "1" });
  await expect(readIdToken(await sign({ aud: "other" }), rules)).rejects.toThrow("for this client");
  const old = await new SignJWT({ aud: "client" })
    .setProtectedHeader({ alg: "HS256" })
    .setExpirationTime(1)
    .sign(new TextEncoder().encode("x".repeat(32)));
  await expect(readIdToken(old, rules)).rejects.toThrow("expired");
});

test("Apple's client secret is signed with the operator's key for as long as they say", async () => {
  const { privateKey, publicKey } = await generateKeyPair("ES256", { extractable: true });
  const secret = await signAppleSecret({
    clientId: "com.example",
    teamId: "TEAM567890",
    keyId: "KEY4567890",
    privateKey: await exportPKCS8(privateKey),
    seconds: 600,
  });
  const { payload, protectedHeader } = await jwtVerify(secret, publicKey, {
    audience: "https://appleid.apple.com",
    issuer: "TEAM567890",
    subject: "com.example",
  });
  expect(protectedHeader).toMatchObject({ alg: "ES256", kid: "KEY4567890" });
  expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(600);
});
