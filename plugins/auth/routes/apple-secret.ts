import { Form, type Route, UnreadableForm, type ValidationIssue } from "#kernel";
import { superusersOnly } from "../../records/contract.ts";
import { AppleSecretNotMade, InvalidAppleSecret } from "../errors.ts";
import { foundIssues } from "../form.ts";
import { exactLength, invalidFormat, required, tooLarge, tooSmall } from "../issues.ts";
import { signAppleSecret } from "../oauth2/signed.ts";

/** Six months, the longest Apple takes. */
const longest = 15_777_000;

/** POST /api/settings/apple/generate-client-secret */
export const appleSecretRoute: Route = {
  method: "POST",
  path: "/api/settings/apple/generate-client-secret",
  middlewares: [superusersOnly],
  async handle(e) {
    const form = await Form.of(e, UnreadableForm);
    const about = {
      clientId: form.text("clientId"),
      teamId: form.text("teamId"),
      keyId: form.text("keyId"),
      privateKey: form.text("privateKey"),
      seconds: form.integer("duration"),
    };
    const issues = foundIssues({
      clientId: about.clientId === "" ? required : undefined,
      teamId: idIssue(about.teamId),
      keyId: idIssue(about.keyId),
      privateKey: keyIssue(about.privateKey),
      duration: durationIssue(about.seconds),
    });
    if (issues !== undefined) throw new InvalidAppleSecret(issues);
    try {
      e.json(200, { secret: await signAppleSecret(about) });
    } catch (cause) {
      throw new AppleSecretNotMade(cause);
    }
  },
};

function idIssue(id: string): ValidationIssue | undefined {
  if (id === "") return required;
  return [...id].length === 10 ? undefined : exactLength(10);
}

function keyIssue(key: string): ValidationIssue | undefined {
  if (key === "") return required;
  const isPem = /^\s*-----BEGIN PRIVATE KEY-----[\s\S]+-----END PRIVATE KEY-----\s*$/.test(key);
  return isPem ? undefined : invalidFormat;
}

function durationIssue(seconds: number): ValidationIssue | undefined {
  if (seconds === 0) return required;
  if (seconds < 1) return tooSmall(1);
  return seconds > longest ? tooLarge(longest) : undefined;
}
