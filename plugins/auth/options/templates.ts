import type { EmailTemplate } from "./shape.ts";

// The texts are the reference's: collections carry them as data, and clients and tests look for them.
const signature = "<p>\n  Thanks,<br/>\n  {APP_NAME} team\n</p>";

export const verificationTemplate: EmailTemplate = {
  subject: "Verify your {APP_NAME} email",
  body: letter(
    "<p>Thank you for joining us at {APP_NAME}.</p>",
    "<p>Click on the button below to verify your email address.</p>",
    button("confirm-verification", "Verify"),
    "<p><i>If you didn't recently register, please ignore this email.</i></p>",
  ),
};

export const resetPasswordTemplate: EmailTemplate = {
  subject: "Reset your {APP_NAME} password",
  body: letter(
    "<p>Click on the button below to reset your password.</p>",
    button("confirm-password-reset", "Reset password"),
    "<p><i>If you didn't ask to reset your password, please ignore this email.</i></p>",
  ),
};

export const confirmEmailChangeTemplate: EmailTemplate = {
  subject: "Confirm your {APP_NAME} new email address",
  body: letter(
    "<p>Click on the button below to confirm your new email address.</p>",
    button("confirm-email-change", "Confirm new email"),
    "<p><i>If you didn't ask to change your email address, please ignore this email.</i></p>",
  ),
};

export const otpTemplate: EmailTemplate = {
  subject: "OTP for {APP_NAME}",
  body: letter(
    "<p>Your one-time password is: <strong>{OTP}</strong></p>",
    "<p><i>If you didn't ask for the one-time password, you can ignore this email.</i></p>",
  ),
};

export const authAlertTemplate: EmailTemplate = {
  subject: "Login from a new location",
  body: letter(
    "<p>We noticed a login to your {APP_NAME} account from a new location:</p>",
    "<p><em>{ALERT_INFO}</em></p>",
    "<p><strong>If this wasn't you, you should immediately change your {APP_NAME} account password to revoke access from all other locations.</strong></p>",
    "<p>If this was you, you may disregard this email.</p>",
  ),
};

function letter(...paragraphs: readonly string[]): string {
  return ["<p>Hello,</p>", ...paragraphs, signature].join("\n");
}

function button(page: string, label: string): string {
  const href = `{APP_URL}/_/#/auth/${page}/{TOKEN}`;
  return `<p>\n  <a class="btn" href="${href}" target="_blank" rel="noopener">${label}</a>\n</p>`;
}
