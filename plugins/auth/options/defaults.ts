import { secretText } from "../random.ts";
import type { AuthOptions, TokenOptions } from "./shape.ts";
import {
  authAlertTemplate,
  confirmEmailChangeTemplate,
  otpTemplate,
  resetPasswordTemplate,
  verificationTemplate,
} from "./templates.ts";

/** The auth options of a collection nobody has said anything about, with secrets of its own. */
export function defaultOptions(): AuthOptions {
  return {
    authRule: "",
    manageRule: null,
    authAlert: { enabled: true, emailTemplate: authAlertTemplate },
    oauth2: {
      providers: [],
      mappedFields: { id: "", name: "", username: "", avatarURL: "" },
      enabled: false,
    },
    passwordAuth: { enabled: true, identityFields: ["email"] },
    mfa: { enabled: false, duration: 600, rule: "" },
    otp: { enabled: false, duration: 180, length: 8, emailTemplate: otpTemplate },
    authToken: token(432_000),
    passwordResetToken: token(1800),
    emailChangeToken: token(1800),
    verificationToken: token(86_400),
    fileToken: token(180),
    verificationTemplate,
    resetPasswordTemplate,
    confirmEmailChangeTemplate,
  };
}

/** A provider as it is stored before anything is known of it. */
export const emptyProvider = {
  pkce: null,
  name: "",
  clientId: "",
  clientSecret: "",
  authURL: "",
  tokenURL: "",
  userInfoURL: "",
  displayName: "",
  extra: null,
} as const;

function token(duration: number): TokenOptions {
  return { secret: secretText(), duration };
}
