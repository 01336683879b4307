import { tokenOptionNames } from "./shape.ts";

/** Auth options as the API shows them: without the secrets of tokens and providers. */
export function publishOptions(options: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const shown: Record<string, unknown> = { ...options };
  for (const name of tokenOptionNames) shown[name] = without(options[name], "secret");
  const oauth2 = options.oauth2 as { readonly providers: readonly unknown[] };
  shown.oauth2 = { ...oauth2, providers: oauth2.providers.map((one) => without(one, "clientSecret")) };
  return shown;
}

function without(value: unknown, key: string): Record<string, unknown> {
  const { [key]: _secret, ...shown } = value as Record<string, unknown>;
  return shown;
}
