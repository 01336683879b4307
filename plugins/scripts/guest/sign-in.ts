import { Duration } from "./duration.ts";

type Data = { [key: string]: unknown };

/** A provider nobody set up. */
const blankProvider: Data = {
  pkce: null,
  name: "",
  clientId: "",
  clientSecret: "",
  authURL: "",
  tokenURL: "",
  userInfoURL: "",
  displayName: "",
  extra: null,
};

const oauth2Methods = {
  /** The set-up of a provider, a copy of it, and whether there is one. */
  getProviderConfig(this: Data, name: string): [config: Data, found: boolean] {
    const providers = (this.providers ?? []) as readonly Data[];
    const found = providers.find((provider) => provider.name === name);
    return [{ ...blankProvider, ...found }, found !== undefined];
  },
};

const spanMethods = {
  durationTime(this: Data): Duration {
    return new Duration(Number(this.duration ?? 0) * 1e9);
  },
};

const letterMethods = {
  /** The subject and the body with the placeholders filled in. */
  resolve(this: Data, placeholders: Data = {}): [subject: string, body: string] {
    const fill = (text: unknown): string =>
      Object.entries(placeholders).reduce(
        (all, [key, value]) => all.replaceAll(key, String(value)),
        String(text),
      );
    return [fill(this.subject ?? ""), fill(this.body ?? "")];
  },
};

const methods: { readonly [option: string]: object } = {
  oauth2: oauth2Methods,
  mfa: spanMethods,
  otp: spanMethods,
  authToken: spanMethods,
  passwordResetToken: spanMethods,
  emailChangeToken: spanMethods,
  verificationToken: spanMethods,
  fileToken: spanMethods,
  verificationTemplate: letterMethods,
  resetPasswordTemplate: letterMethods,
  confirmEmailChangeTemplate: letterMethods,
};

/** Gives the options of an auth collection what scripts may ask of them; to JSON they stay the data that they are. */
export function giveMethods(options: Data): void {
  for (const [name, own] of Object.entries(methods)) {
    const option = options[name];
    if (typeof option === "object" && option !== null) Object.setPrototypeOf(option, own);
  }
}
