import { demand, type Provider, type Visit } from "../provider.ts";

const query =
  (text: string) =>
  ({ ask, userInfoURL }: Visit): Promise<unknown> =>
    ask(userInfoURL, { body: { query: text } });

export const linear: Provider = {
  name: "linear",
  displayName: "Linear",
  sign: ["#5e6ad2", "L"],
  pkce: false,
  scopes: ["read"],
  authURL: "https://linear.app/oauth/authorize",
  tokenURL: "https://api.linear.app/oauth/token",
  userInfoURL: "https://api.linear.app/graphql",
  fetchUser: query("query Me { viewer { id displayName name email avatarUrl active } }"),
  profile(answer) {
    const user = answer.at("data", "viewer");
    demand(user.isTrue("active"), "the Linear user must be active");
    return {
      id: user.text("id"),
      name: user.text("name"),
      username: user.text("displayName"),
      email: user.text("email"),
      avatarURL: user.text("avatarUrl"),
    };
  },
};

export const monday: Provider = {
  name: "monday",
  displayName: "monday.com",
  sign: ["#ff3d57", "m"],
  pkce: true,
  scopes: ["me:read"],
  authURL: "https://auth.monday.com/oauth2/authorize",
  tokenURL: "https://auth.monday.com/oauth2/token",
  userInfoURL: "https://api.monday.com/v2",
  fetchUser: query("query { me { id enabled name email is_verified photo_small }}"),
  profile(answer) {
    const user = answer.at("data", "me");
    demand(user.isTrue("enabled"), "the monday.com user must be enabled");
    return {
      id: user.text("id"),
      name: user.text("name"),
      username: "",
      email: user.isTrue("is_verified") ? user.text("email") : "",
      avatarURL: user.text("photo_small"),
    };
  },
};
