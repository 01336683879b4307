import { Answer, type Provider, type Visit } from "../provider.ts";
import { readIdToken } from "../signed.ts";
import { idTokenOf } from "./oidc.ts";

export const microsoft: Provider = {
  name: "microsoft",
  displayName: "Microsoft",
  sign: ["#00a4ef", "M"],
  pkce: true,
  scopes: ["User.Read"],
  authURL: "https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
  tokenURL: "https://login.microsoftonline.com/common/oauth2/v2.0/token",
  userInfoURL: "https://graph.microsoft.com/v1.0/me",
  profile: async (user, visit) => ({
    id: user.text("id"),
    name: user.text("displayName"),
    username: "",
    email: await emailOf(user, visit),
    avatarURL: "",
  }),
};

/** Operators who do not trust `mail` may name a claim of the id_token in its place. */
async function emailOf(user: Answer, { options, granted }: Visit): Promise<string> {
  const claim = new Answer(options.extra).text("idTokenEmailClaim");
  if (claim === "") return user.text("mail");
  const claims = await readIdToken(idTokenOf(granted.raw), {
    audience: options.clientId,
    jwksURL: "",
    issuers: [],
  });
  return new Answer(claims).text(claim);
}
