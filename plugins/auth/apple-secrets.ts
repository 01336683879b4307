import { ValidationErrors, type ValidationIssue } from "#kernel";
import type { AppleSecretRequest, AppleSecrets } from "./contract.ts";
import { foundIssues } from "./form.ts";
import { exactLength, invalidFormat, required, tooLarge, tooSmall } from "./issues.ts";
import { signAppleSecret } from "./oauth2/signed.ts";

/** Six months, the longest Apple takes. */
const longest = 15_777_000;

export const appleSecrets: AppleSecrets = {
  check(request) {
    const issues = appleSecretIssues(request);
    if (issues !== undefined) throw new ValidationErrors(issues);
  },
  async make(request) {
    appleSecrets.check(request);
    return await signAppleSecret(request);
  },
};

function appleSecretIssues(request: AppleSecretRequest): Record<string, ValidationIssue> | undefined {
  return foundIssues({
    clientId: request.clientId === "" ? required : undefined,
    teamId: idIssue(request.teamId),
    keyId: idIssue(request.keyId),
    privateKey: keyIssue(request.privateKey),
    duration: durationIssue(request.seconds),
  });
}

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
