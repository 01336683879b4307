import { expect, test } from "vitest";
import { providerNamed, providers } from "../../../../plugins/auth/oauth2/catalogue.ts";
import { fetchOAuth2User } from "../../../../plugins/auth/oauth2/exchange.ts";
import { emptyProvider } from "../../../../plugins/auth/options/defaults.ts";
import dialects from "./dialects.json" with { type: "json" };
import { granted, startMockProvider } from "./mock-provider.ts";

// What each provider answers, and who that is: the profiles are what the reference made of the same answers.
const cases = Object.entries(
  dialects as Record<string, { answers: Record<string, unknown>; profile: unknown }>,
);

async function visit(name: string, answers: Record<string, unknown>) {
  const provider = providerNamed(name);
  if (provider === undefined) throw new Error(`There is no provider ${name}.`);
  const mock = await startMockProvider({
    ...answers,
    "POST /token": { ...granted, email: "ann@example.com", user_id: 16 },
  });
  const options = {
    ...emptyProvider,
    name,
    clientId: "CID",
    clientSecret: "SEC",
    tokenURL: `${mock.url}/token`,
    userInfoURL: `${mock.url}/userinfo`,
  };
  const callback = { code: "CODE", codeVerifier: "VER", redirectURL: "http://localhost/r" };
  return { user: await fetchOAuth2User(provider, options, callback), mock };
}

test.each(cases)("%s", async (name, { answers, profile }) => {
  const { user, mock } = await visit(name, answers);
  expect(user).toMatchObject(profile as object);
  expect(user).toMatchObject({ accessToken: "AT", refreshToken: "RT" });
  const [token, info] = mock.asked;
  const form = new URLSearchParams(token?.body);
  expect(Object.fromEntries(form)).toMatchObject({ code: "CODE", grant_type: "authorization_code" });
  expect(form.get("code_verifier")).toBe(providerNamed(name)?.pkce ? "VER" : null);
  expect(token?.headers.authorization).toBe(`Basic ${btoa("CID:SEC")}`);
  expect(info?.headers.authorization).toBe("Bearer AT");
});

test("every provider of the reference is there, in its order", () => {
  const order =
    "apple google microsoft yandex facebook instagram2 github gitlab bitbucket gitee gitea discord twitter kakao vk linear notion monday lark box spotify trakt twitch patreon strava wakatime livechat mailcow planningcenter oidc oidc2 oidc3";
  expect(providers.map(({ name }) => name).join(" ")).toBe(order);
  const spoken = new Set([...cases.map(([name]) => name), "apple", "oidc2", "oidc3"]);
  expect(providers.filter(({ name }) => !spoken.has(name))).toEqual([]);
});

/** One value of an answer, by its path, as it is in the case at hand. */
type Edit = readonly [path: string, value: unknown];

function edited(name: string, [path, value]: Edit): Record<string, unknown> {
  const dialect = (dialects as Record<string, { answers: Record<string, unknown> }>)[name];
  const answers = structuredClone(dialect?.answers ?? {});
  const steps = path.split(".");
  const last = steps.pop() ?? "";
  let target = answers as Record<string, unknown>;
  for (const step of steps) target = target[step] as Record<string, unknown>;
  target[last] = value;
  return answers;
}

// An address the provider does not vouch for is nobody's: it could be anybody's account here.
const unproven: Record<string, Edit> = {
  google: ["GET /userinfo.email_verified", false],
  github: ["GET /userinfo/emails.1.verified", false],
  gitlab: ["GET /userinfo.confirmed_at", ""],
  bitbucket: ["GET /userinfo/emails.values.1.is_confirmed", false],
  gitea: ["GET /userinfo/emails.0.verified", false],
  discord: ["GET /userinfo.verified", false],
  kakao: ["GET /userinfo.kakao_account.is_email_verified", false],
  monday: ["POST /userinfo.data.me.is_verified", false],
  patreon: ["GET /userinfo.data.attributes.is_email_verified", false],
  wakatime: ["GET /userinfo.data.is_email_confirmed", false],
  livechat: ["GET /userinfo.email_verified", false],
  oidc: ["GET /userinfo.email_verified", undefined],
};

test.each(Object.entries(unproven))("an unproven address of %s is left out", async (name, edit) => {
  expect((await visit(name, edited(name, edit))).user.email).toBe("");
});

const suspended: Record<string, Edit> = {
  bitbucket: ["GET /userinfo.account_status", "closed"],
  linear: ["POST /userinfo.data.viewer.active", false],
  monday: ["POST /userinfo.data.me.enabled", false],
  box: ["GET /userinfo.status", "inactive"],
  mailcow: ["GET /userinfo.active", 0],
  planningcenter: ["GET /userinfo.data.attributes.status", "inactive"],
  vk: ["GET /userinfo.response", []],
  twitch: ["GET /userinfo.data", []],
};

test.each(Object.entries(suspended))("somebody %s has shut out stays out", async (name, edit) => {
  await expect(visit(name, edited(name, edit))).rejects.toMatchObject({ code: "user_not_fetched" });
});

test("a provider that wants the secret in the form gets it there", async () => {
  const mock = await startMockProvider({
    "POST /token": ({ headers }: { headers: { authorization?: string } }) =>
      headers.authorization === undefined
        ? { status: 200, body: granted }
        : { status: 401, body: { error: "invalid_client" } },
    "GET /userinfo": { sub: "1" },
  });
  const provider = providerNamed("oidc");
  if (provider === undefined) throw new Error("There is no oidc.");
  const options = {
    ...emptyProvider,
    name: "oidc",
    clientId: "CID",
    clientSecret: "SEC",
    tokenURL: `${mock.url}/token`,
    userInfoURL: `${mock.url}/userinfo`,
  };
  const user = await fetchOAuth2User(provider, options, { code: "C", codeVerifier: "", redirectURL: "" });
  expect(user.id).toBe("1");
  expect(Object.fromEntries(new URLSearchParams(mock.asked[1]?.body))).toEqual({
    client_id: "CID",
    client_secret: "SEC",
    code: "C",
    grant_type: "authorization_code",
  });
});

test("a refused code and a broken answer are told apart from each other, and neither in detail", async () => {
  await expect(visit("google", {})).rejects.toMatchObject({
    message: "Failed to fetch OAuth2 user.",
    data: {},
  });
  const provider = providerNamed("google");
  if (provider === undefined) throw new Error("There is no google.");
  const mock = await startMockProvider({
    "POST /token": () => ({ status: 400, body: { error: "invalid_grant" } }),
  });
  const options = {
    ...emptyProvider,
    name: "google",
    clientId: "C",
    clientSecret: "S",
    tokenURL: `${mock.url}/token`,
  };
  await expect(
    fetchOAuth2User(provider, options, { code: "C", codeVerifier: "", redirectURL: "" }),
  ).rejects.toMatchObject({ message: "Failed to fetch OAuth2 token.", data: {} });
});
