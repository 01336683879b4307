import type { OAuth2ProviderEntry } from "../../collections/contract.ts";
import type { Provider } from "./provider.ts";
import { apple } from "./providers/apple.ts";
import { bitbucket, gitea, gitee, github, gitlab } from "./providers/git.ts";
import { linear, monday } from "./providers/graphql.ts";
import { microsoft } from "./providers/microsoft.ts";
import { oidc, oidc2, oidc3 } from "./providers/oidc.ts";
import {
  box,
  discord,
  facebook,
  google,
  instagram2,
  kakao,
  lark,
  livechat,
  mailcow,
  notion,
  patreon,
  planningcenter,
  spotify,
  strava,
  trakt,
  twitch,
  twitter,
  vk,
  wakatime,
  yandex,
} from "./providers/plain.ts";

/** Every provider there is, in the order they are offered. */
export const providers: readonly Provider[] = [
  apple,
  google,
  microsoft,
  yandex,
  facebook,
  instagram2,
  github,
  gitlab,
  bitbucket,
  gitee,
  gitea,
  discord,
  twitter,
  kakao,
  vk,
  linear,
  notion,
  monday,
  lark,
  box,
  spotify,
  trakt,
  twitch,
  patreon,
  strava,
  wakatime,
  livechat,
  mailcow,
  planningcenter,
  oidc,
  oidc2,
  oidc3,
];

const byName = new Map(providers.map((provider) => [provider.name, provider]));

export function providerNamed(name: string): Provider | undefined {
  return byName.get(name);
}

export const providerEntries: readonly OAuth2ProviderEntry[] = providers.map((provider) => ({
  name: provider.name,
  displayName: provider.displayName,
  logo: logoOf(provider),
}));

/** A sign in the provider's colour; the brands' own marks are not ours to ship. */
export function logoOf({ sign: [color, text] }: Provider): string {
  const size = text.length > 1 ? 11 : 15;
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24">' +
    `<rect width="24" height="24" rx="6" fill="${color}"/>` +
    `<text x="12" y="12" dy=".36em" text-anchor="middle" fill="#fff" font-family="sans-serif" font-weight="600" font-size="${size}">${text}</text>` +
    "</svg>"
  );
}
