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

type Edit = (answers: Record<string, any>) => void; // biome-ignore lint/suspicious/noExplicitAny: answers of every form
const main = (answers: Record<string, unknown>) => Object.values(answers)[0] as any; // biome-ignore lint/suspicious/noExplicitAny: the same

// An address the provider does not vouch for is nobody's: it could be anybody's account here.
const unproven: Record<string, Edit> = {
  google: (a) => void (main(a).email_verified = false),
  github: (a) => void (a["GET /userinfo/emails"][1].verified = false),
  gitlab: (a) => void delete main(a).confirmed_at,
  bitbucket: (a) => void (a["GET /userinfo/emails"].values[1].is_confirmed = false),
  gitea: (a) => void (a["GET /userinfo/emails"][0].verified = false),
  discord: (a) => void (main(a).verified = false),
  kakao: (a) => void (main(a).kakao_account.is_email_verified = false),
  monday: (a) => void (main(a).data.me.is_verified = false),
  patreon: (a) => void (main(a).data.attributes.is_email_verified = false),
  wakatime: (a) => void (main(a).data.is_email_confirmed = false),
  livechat: (a) => void (main(a).email_verified = false),
  oidc: (a) => void delete main(a).email_verified,
};

test.each(Object.entries(unproven))("an unproven address of %s is left out", async (name, edit) => {
  const answers = structuredClone(
    (dialects as Record<string, { answers: Record<string, unknown> }>)[name]?.answers ?? {},
  );
  edit(answers);
  expect((await visit(name, answers)).user.email).toBe("");
});

const suspended: Record<string, Edit> = {
  bitbucket: (a) => void (main(a).account_status = "closed"),
  linear: (a) => void (main(a).data.viewer.active = false),
  monday: (a) => void (main(a).data.me.enabled = false),
  box: (a) => void (main(a).status = "inactive"),
  mailcow: (a) => void (main(a).active = 0),
  planningcenter: (a) => void (main(a).data.attributes.status = "inactive"),
  vk: (a) => void (main(a).response = []),
  twitch: (a) => void (main(a).data = []),
};

test.each(Object.entries(suspended))("somebody %s has shut out stays out", async (name, edit) => {
  const answers = structuredClone(
    (dialects as Record<string, { answers: Record<string, unknown> }>)[name]?.answers ?? {},
  );
  edit(answers);
  await expect(visit(name, answers)).rejects.toMatchObject({ code: "user_not_fetched" });
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
