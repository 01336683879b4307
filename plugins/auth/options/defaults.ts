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

const noTemplate = { subject: "", body: "" };
const noToken = { secret: "", duration: 0 };

/** The auth options of a stored collection that was of another type: the checks tell what is missing. */
export const noOptions: AuthOptions = {
  authRule: null,
  manageRule: null,
  authAlert: { enabled: false, emailTemplate: noTemplate },
  oauth2: {
    providers: [],
    mappedFields: { id: "", name: "", username: "", avatarURL: "" },
    enabled: false,
  },
  passwordAuth: { enabled: false, identityFields: [] },
  mfa: { enabled: false, duration: 0, rule: "" },
  otp: { enabled: false, duration: 0, length: 0, emailTemplate: noTemplate },
  authToken: noToken,
  passwordResetToken: noToken,
  emailChangeToken: noToken,
  verificationToken: noToken,
  fileToken: noToken,
  verificationTemplate: noTemplate,
  resetPasswordTemplate: noTemplate,
  confirmEmailChangeTemplate: noTemplate,
};

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
