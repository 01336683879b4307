import { appleNames } from "../apple-names.ts";
import type { Provider } from "../provider.ts";
import { readIdToken } from "../signed.ts";
import { idTokenOf } from "./oidc.ts";

export const apple: Provider = {
  name: "apple",
  displayName: "Apple",
  sign: ["#000000", "A"],
  pkce: true,
  scopes: ["name", "email"],
  authURL: "https://appleid.apple.com/auth/authorize",
  tokenURL: "https://appleid.apple.com/auth/token",
  userInfoURL: "https://appleid.apple.com/auth/keys",
  authParams: { response_mode: "form_post" },
  // Apple has no user info: userInfoURL is where its keys lie.
  fetchUser: ({ options, granted, userInfoURL }) =>
    readIdToken(idTokenOf(granted.raw), {
      audience: options.clientId,
      jwksURL: userInfoURL,
      issuers: ["https://appleid.apple.com"],
    }),
  profile: (user, { code }) => ({
    id: user.text("sub"),
    name: user.text("name") || appleNames.take(code),
    username: "",
    email: user.isTrue("email_verified") ? user.text("email") : "",
    avatarURL: "",
  }),
};
