import { Answer, demand, type Provider, type Visit } from "../provider.ts";

/** The first address of a list that is the user's main one and known to be theirs. */
async function mainEmail(
  { ask, userInfoURL }: Visit,
  address: string,
  pick: { readonly list: readonly string[]; readonly primary: string; readonly verified: string },
): Promise<string> {
  const answer = new Answer(await ask(new URL(address, withSlash(userInfoURL)).href).catch(() => undefined));
  const main = answer.list(...pick.list).find((one) => one.isTrue(pick.primary) && one.isTrue(pick.verified));
  return main?.text("email") ?? "";
}

function withSlash(url: string): string {
  return url.endsWith("/") ? url : `${url}/`;
}

export const github: Provider = {
  name: "github",
  displayName: "GitHub",
  sign: ["#24292f", "GH"],
  pkce: true,
  scopes: ["read:user", "user:email"],
  authURL: "https://github.com/login/oauth/authorize",
  tokenURL: "https://github.com/login/oauth/access_token",
  userInfoURL: "https://api.github.com/user",
  // The email of the profile itself may be anybody's.
  profile: async (user, visit) => ({
    id: user.text("id"),
    name: user.text("name"),
    username: user.text("login"),
    email: await mainEmail(visit, "emails", { list: [], primary: "primary", verified: "verified" }),
    avatarURL: user.text("avatar_url"),
  }),
};

export const gitlab: Provider = {
  name: "gitlab",
  displayName: "GitLab",
  sign: ["#fc6d26", "GL"],
  pkce: true,
  scopes: ["read_user"],
  authURL: "https://gitlab.com/oauth/authorize",
  tokenURL: "https://gitlab.com/oauth/token",
  userInfoURL: "https://gitlab.com/api/v4/user",
  profile: (user) => ({
    id: user.text("id"),
    name: user.text("name"),
    username: user.text("username"),
    email: user.text("confirmed_at") === "" ? "" : user.text("email"),
    avatarURL: user.text("avatar_url"),
  }),
};

export const bitbucket: Provider = {
  name: "bitbucket",
  displayName: "Bitbucket",
  sign: ["#0052cc", "B"],
  pkce: false,
  scopes: ["account"],
  authURL: "https://bitbucket.org/site/oauth2/authorize",
  tokenURL: "https://bitbucket.org/site/oauth2/access_token",
  userInfoURL: "https://api.bitbucket.org/2.0/user",
  async profile(user, visit) {
    demand(user.text("account_status") === "active", "the Bitbucket account must be active");
    return {
      id: user.text("uuid"),
      name: user.text("display_name"),
      username: user.text("username"),
      email: await mainEmail(visit, "emails", {
        list: ["values"],
        primary: "is_primary",
        verified: "is_confirmed",
      }),
      avatarURL: user.text("links", "avatar", "href"),
    };
  },
};

export const gitea: Provider = {
  name: "gitea",
  displayName: "Gitea/Forgejo",
  sign: ["#609926", "Gt"],
  pkce: true,
  scopes: ["read:user", "user:email"],
  authURL: "https://gitea.com/login/oauth/authorize",
  tokenURL: "https://gitea.com/login/oauth/access_token",
  userInfoURL: "https://gitea.com/api/v1/user",
  profile: async (user, visit) => ({
    id: user.text("id"),
    name: user.text("full_name"),
    username: user.text("login"),
    email: await mainEmail(visit, "emails", { list: [], primary: "primary", verified: "verified" }),
    avatarURL: user.text("avatar_url"),
  }),
};

export const gitee: Provider = {
  name: "gitee",
  displayName: "Gitee",
  sign: ["#c71d23", "Ge"],
  pkce: true,
  scopes: ["user_info", "emails"],
  authURL: "https://gitee.com/oauth/authorize",
  tokenURL: "https://gitee.com/oauth/token",
  userInfoURL: "https://gitee.com/api/v5/user",
  // A public address was confirmed; a hidden one has to be asked for.
  profile: async (user, visit) => ({
    id: user.text("id"),
    name: user.text("name"),
    username: user.text("login"),
    email: user.text("email") || (await confirmedEmail(visit)),
    avatarURL: user.text("avatar_url"),
  }),
};

async function confirmedEmail({ ask, userInfoURL }: Visit): Promise<string> {
  const answer = new Answer(await ask(new URL("emails", userInfoURL).href));
  const main = answer
    .list()
    .find(
      (one) =>
        one.text("state") === "confirmed" && one.list("scope").some((scope) => scope.text() === "primary"),
    );
  return main?.text("email") ?? "";
}
