/** The auth part of a collection, as it is stored; keys in the reference's order. */
export interface AuthOptions {
  readonly authRule: string | null;
  readonly manageRule: string | null;
  readonly authAlert: { readonly enabled: boolean; readonly emailTemplate: EmailTemplate };
  readonly oauth2: OAuth2Options;
  readonly passwordAuth: { readonly enabled: boolean; readonly identityFields: readonly string[] };
  readonly mfa: { readonly enabled: boolean; readonly duration: number; readonly rule: string };
  readonly otp: OtpOptions;
  readonly authToken: TokenOptions;
  readonly passwordResetToken: TokenOptions;
  readonly emailChangeToken: TokenOptions;
  readonly verificationToken: TokenOptions;
  readonly fileToken: TokenOptions;
  readonly verificationTemplate: EmailTemplate;
  readonly resetPasswordTemplate: EmailTemplate;
  readonly confirmEmailChangeTemplate: EmailTemplate;
}

export interface EmailTemplate {
  readonly subject: string;
  readonly body: string;
}

export interface OtpOptions {
  readonly enabled: boolean;
  /** Seconds. */
  readonly duration: number;
  /** Digits. */
  readonly length: number;
  readonly emailTemplate: EmailTemplate;
}

export interface TokenOptions {
  readonly secret: string;
  /** Seconds. */
  readonly duration: number;
}

export interface OAuth2Options {
  readonly providers: readonly ProviderOptions[];
  /** Field names; "" for what is not kept. */
  readonly mappedFields: Readonly<Record<"id" | "name" | "username" | "avatarURL", string>>;
  readonly enabled: boolean;
}

/** How a collection uses a provider; what is empty is as the provider itself says. */
export interface ProviderOptions {
  readonly pkce: boolean | null;
  readonly name: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly authURL: string;
  readonly tokenURL: string;
  readonly userInfoURL: string;
  readonly displayName: string;
  readonly extra: Readonly<Record<string, unknown>> | null;
}

export const tokenOptionNames = [
  "authToken",
  "passwordResetToken",
  "emailChangeToken",
  "verificationToken",
  "fileToken",
] as const;
