// Providers that tell who somebody is in one answer.
import { type Answer, demand, type Profile, type Provider } from "../provider.ts";

type Fields = Readonly<Partial<Record<keyof Profile, string>>>;

/** Reads texts by their places in the answer, such as `data.attributes.name`. */
const fields =
  (places: Fields, root: readonly (string | number)[] = []) =>
  (answer: Answer): Profile => {
    const user = answer.at(...root);
    const read = (place: string | undefined): string =>
      place === undefined ? "" : user.text(...place.split("."));
    return {
      id: read(places.id),
      name: read(places.name),
      username: read(places.username),
      email: read(places.email),
      avatarURL: read(places.avatarURL),
    };
  };

/** The same, with the email only if this place says that it is the user's. */
const verified =
  (flag: string, places: Fields, root: readonly (string | number)[] = []) =>
  (answer: Answer): Profile => {
    const profile = fields(places, root)(answer);
    return answer.isTrue(...root, ...flag.split(".")) ? profile : { ...profile, email: "" };
  };

export const google: Provider = {
  name: "google",
  displayName: "Google",
  sign: ["#4285f4", "G"],
  pkce: true,
  scopes: [
    "https://www.googleapis.com/auth/userinfo.profile",
    "https://www.googleapis.com/auth/userinfo.email",
  ],
  authURL: "https://accounts.google.com/o/oauth2/v2/auth",
  tokenURL: "https://oauth2.googleapis.com/token",
  userInfoURL: "https://www.googleapis.com/oauth2/v3/userinfo",
  profile: verified("email_verified", { id: "sub", name: "name", email: "email", avatarURL: "picture" }),
};

export const yandex: Provider = {
  name: "yandex",
  displayName: "Yandex",
  sign: ["#fc3f1d", "Я"],
  pkce: true,
  scopes: ["login:email", "login:avatar", "login:info"],
  authURL: "https://oauth.yandex.com/authorize",
  tokenURL: "https://oauth.yandex.com/token",
  userInfoURL: "https://login.yandex.ru/info",
  profile: (user) => ({
    ...fields({ id: "id", name: "real_name", username: "login", email: "default_email" })(user),
    avatarURL: user.isTrue("is_avatar_empty")
      ? ""
      : `https://avatars.yandex.net/get-yapic/${user.text("default_avatar_id")}/islands-200`,
  }),
};

export const facebook: Provider = {
  name: "facebook",
  displayName: "Facebook",
  sign: ["#0866ff", "f"],
  pkce: true,
  scopes: ["email"],
  authURL: "https://www.facebook.com/v3.2/dialog/oauth",
  tokenURL: "https://graph.facebook.com/v3.2/oauth/access_token",
  userInfoURL: "https://graph.facebook.com/me?fields=name,email,picture.type(large)",
  profile: fields({ id: "id", name: "name", email: "email", avatarURL: "picture.data.url" }),
};

export const instagram2: Provider = {
  name: "instagram2",
  displayName: "Instagram",
  sign: ["#d62976", "Ig"],
  pkce: true,
  scopes: ["instagram_business_basic"],
  authURL: "https://www.instagram.com/oauth/authorize",
  tokenURL: "https://api.instagram.com/oauth/access_token",
  userInfoURL:
    "https://graph.instagram.com/me?fields=id,username,account_type,user_id,name,profile_picture_url,followers_count,follows_count,media_count",
  profile: fields({ id: "user_id", name: "name", username: "username", avatarURL: "profile_picture_url" }),
};

export const discord: Provider = {
  name: "discord",
  displayName: "Discord",
  sign: ["#5865f2", "D"],
  pkce: true,
  scopes: ["identify", "email"],
  authURL: "https://discord.com/api/oauth2/authorize",
  tokenURL: "https://discord.com/api/oauth2/token",
  userInfoURL: "https://discord.com/api/users/@me",
  profile(user) {
    const [id, avatar] = [user.text("id"), user.text("avatar")];
    const tag = `${user.text("username")}#${user.text("discriminator")}`;
    return {
      id,
      name: user.text("global_name") || tag,
      username: user.text("username"),
      email: user.isTrue("verified") ? user.text("email") : "",
      avatarURL: avatar === "" ? "" : `https://cdn.discordapp.com/avatars/${id}/${avatar}.png`,
    };
  },
};

export const twitter: Provider = {
  name: "twitter",
  displayName: "X/Twitter",
  sign: ["#0f1419", "X"],
  pkce: true,
  scopes: ["users.read", "users.email", "tweet.read"],
  authURL: "https://x.com/i/oauth2/authorize",
  tokenURL: "https://api.x.com/2/oauth2/token",
  userInfoURL: "https://api.x.com/2/users/me?user.fields=id,name,username,profile_image_url,confirmed_email",
  profile: fields(
    {
      id: "id",
      name: "name",
      username: "username",
      email: "confirmed_email",
      avatarURL: "profile_image_url",
    },
    ["data"],
  ),
};

export const kakao: Provider = {
  name: "kakao",
  displayName: "Kakao",
  sign: ["#3c1e1e", "K"],
  pkce: true,
  scopes: ["account_email", "profile_nickname", "profile_image"],
  authURL: "https://kauth.kakao.com/oauth/authorize",
  tokenURL: "https://kauth.kakao.com/oauth/token",
  userInfoURL: "https://kapi.kakao.com/v2/user/me",
  profile(user) {
    const account = user.at("kakao_account");
    const isOwn = account.isTrue("is_email_valid") && account.isTrue("is_email_verified");
    return {
      id: user.text("id"),
      name: "",
      username: user.text("properties", "nickname"),
      email: isOwn ? account.text("email") : "",
      avatarURL: user.text("properties", "profile_image"),
    };
  },
};

export const vk: Provider = {
  name: "vk",
  displayName: "ВКонтакте",
  sign: ["#0077ff", "VK"],
  pkce: false,
  scopes: ["email"],
  authURL: "https://oauth.vk.com/authorize",
  tokenURL: "https://oauth.vk.com/access_token",
  userInfoURL: "https://api.vk.com/method/users.get?fields=photo_max,screen_name&v=5.131",
  profile(answer, { granted }) {
    const user = answer.at("response", 0);
    demand(user.value !== undefined, "VK must tell who the user is");
    const email = granted.raw.email;
    return {
      id: user.text("id"),
      name: `${user.text("first_name")} ${user.text("last_name")}`.trim(),
      username: user.text("screen_name"),
      email: typeof email === "string" ? email : "",
      avatarURL: user.text("photo_max"),
    };
  },
};

export const notion: Provider = {
  name: "notion",
  displayName: "Notion",
  sign: ["#191919", "N"],
  pkce: true,
  scopes: [],
  authURL: "https://api.notion.com/v1/oauth/authorize",
  tokenURL: "https://api.notion.com/v1/oauth/token",
  userInfoURL: "https://api.notion.com/v1/users/me",
  fetchUser: ({ ask, userInfoURL }) => ask(userInfoURL, { headers: { "Notion-Version": "2022-06-28" } }),
  profile: fields({ id: "id", name: "name", email: "person.email", avatarURL: "avatar_url" }, [
    "bot",
    "owner",
    "user",
  ]),
};

export const lark: Provider = {
  name: "lark",
  displayName: "Lark",
  sign: ["#3370ff", "La"],
  pkce: true,
  scopes: [],
  authURL: "https://accounts.feishu.cn/open-apis/authen/v1/authorize",
  tokenURL: "https://open.feishu.cn/open-apis/authen/v2/oauth/token",
  userInfoURL: "https://open.feishu.cn/open-apis/authen/v1/user_info",
  // Lark does not say whether an address was verified.
  profile: fields({ id: "union_id", name: "name", avatarURL: "avatar_url" }, ["data"]),
};

export const box: Provider = {
  name: "box",
  displayName: "Box",
  sign: ["#0061d5", "bx"],
  pkce: true,
  scopes: ["root_readonly"],
  authURL: "https://account.box.com/api/oauth2/authorize",
  tokenURL: "https://api.box.com/oauth2/token",
  userInfoURL: "https://api.box.com/2.0/users/me",
  profile(user) {
    demand(user.text("status") === "active", "the Box user must be active");
    return fields({ id: "id", name: "name", email: "login", avatarURL: "avatar_url" })(user);
  },
};

export const spotify: Provider = {
  name: "spotify",
  displayName: "Spotify",
  sign: ["#1db954", "S"],
  pkce: true,
  scopes: ["user-read-private"],
  authURL: "https://accounts.spotify.com/authorize",
  tokenURL: "https://accounts.spotify.com/api/token",
  userInfoURL: "https://api.spotify.com/v1/me",
  // Spotify does not verify addresses.
  profile: fields({ id: "id", name: "display_name", avatarURL: "images.0.url" }),
};

export const trakt: Provider = {
  name: "trakt",
  displayName: "Trakt",
  sign: ["#9f42c6", "T"],
  pkce: true,
  scopes: [],
  authURL: "https://trakt.tv/oauth/authorize",
  tokenURL: "https://api.trakt.tv/oauth/token",
  userInfoURL: "https://api.trakt.tv/users/settings",
  fetchUser: ({ ask, userInfoURL, options }) =>
    ask(userInfoURL, {
      headers: {
        "Content-Type": "application/json",
        "trakt-api-key": options.clientId,
        "trakt-api-version": "2",
      },
    }),
  profile: fields({ id: "ids.uuid", name: "name", username: "username", avatarURL: "images.avatar.full" }, [
    "user",
  ]),
};

export const twitch: Provider = {
  name: "twitch",
  displayName: "Twitch",
  sign: ["#9146ff", "Tw"],
  pkce: true,
  scopes: ["user:read:email"],
  authURL: "https://id.twitch.tv/oauth2/authorize",
  tokenURL: "https://id.twitch.tv/oauth2/token",
  userInfoURL: "https://api.twitch.tv/helix/users",
  fetchUser: ({ ask, userInfoURL, options }) =>
    ask(userInfoURL, { headers: { "Client-Id": options.clientId } }),
  profile(answer) {
    demand(answer.list("data").length > 0, "Twitch must tell who the user is");
    return fields(
      {
        id: "id",
        name: "display_name",
        username: "login",
        email: "email",
        avatarURL: "profile_image_url",
      },
      ["data", 0],
    )(answer);
  },
};

export const patreon: Provider = {
  name: "patreon",
  displayName: "Patreon",
  sign: ["#ff424d", "P"],
  pkce: true,
  scopes: ["identity", "identity[email]"],
  authURL: "https://www.patreon.com/oauth2/authorize",
  tokenURL: "https://www.patreon.com/api/oauth2/token",
  userInfoURL:
    "https://www.patreon.com/api/oauth2/v2/identity?fields%5Buser%5D=full_name,email,vanity,image_url,is_email_verified",
  profile: verified(
    "attributes.is_email_verified",
    {
      id: "id",
      name: "attributes.full_name",
      username: "attributes.vanity",
      email: "attributes.email",
      avatarURL: "attributes.image_url",
    },
    ["data"],
  ),
};

export const strava: Provider = {
  name: "strava",
  displayName: "Strava",
  sign: ["#fc4c02", "St"],
  pkce: true,
  scopes: ["profile:read_all"],
  authURL: "https://www.strava.com/oauth/authorize",
  tokenURL: "https://www.strava.com/api/v3/oauth/token",
  userInfoURL: "https://www.strava.com/api/v3/athlete",
  profile: (user) => ({
    ...fields({ id: "id", username: "username", avatarURL: "profile" })(user),
    name: `${user.text("firstname")} ${user.text("lastname")}`.trim(),
  }),
};

export const wakatime: Provider = {
  name: "wakatime",
  displayName: "WakaTime",
  sign: ["#181e26", "W"],
  pkce: true,
  scopes: ["email"],
  authURL: "https://wakatime.com/oauth/authorize",
  tokenURL: "https://wakatime.com/oauth/token",
  userInfoURL: "https://wakatime.com/api/v1/users/current",
  profile(answer) {
    const user = answer.at("data");
    return {
      id: user.text("id"),
      name: user.text("display_name"),
      username: user.text("username"),
      email: user.isTrue("is_email_confirmed") ? user.text("email") : "",
      avatarURL: user.isTrue("photo_public") ? user.text("photo") : "",
    };
  },
};

export const livechat: Provider = {
  name: "livechat",
  displayName: "LiveChat",
  sign: ["#ff5100", "LC"],
  pkce: true,
  scopes: [],
  authURL: "https://accounts.livechat.com/",
  tokenURL: "https://accounts.livechat.com/token",
  userInfoURL: "https://accounts.livechat.com/v2/accounts/me",
  profile: verified("email_verified", {
    id: "account_id",
    name: "name",
    email: "email",
    avatarURL: "avatar_url",
  }),
};

export const mailcow: Provider = {
  name: "mailcow",
  displayName: "mailcow",
  sign: ["#f7a500", "mc"],
  pkce: true,
  scopes: ["profile"],
  authURL: "",
  tokenURL: "",
  userInfoURL: "",
  profile(user) {
    demand(user.text("active") === "1", "the mailcow user must be active");
    return {
      ...fields({ id: "id", name: "full_name", email: "email" })(user),
      username: user.text("username").split("@")[0] ?? "",
    };
  },
};

export const planningcenter: Provider = {
  name: "planningcenter",
  displayName: "Planning Center",
  sign: ["#2266f7", "PC"],
  pkce: true,
  scopes: ["people"],
  authURL: "https://api.planningcenteronline.com/oauth/authorize",
  tokenURL: "https://api.planningcenteronline.com/oauth/token",
  userInfoURL: "https://api.planningcenteronline.com/people/v2/me",
  profile(answer) {
    const person = answer.at("data");
    demand(person.text("attributes", "status") === "active", "the Planning Center person must be active");
    return fields({ id: "id", name: "attributes.name", avatarURL: "attributes.avatar" })(person);
  },
};
