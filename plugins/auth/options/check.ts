import { type Db, ValidationErrors, type ValidationIssue } from "#kernel";
import type { Collection, RuleChecker } from "../../collections/contract.ts";
import { isUrl } from "../../collections/model/addresses.ts";
import {
  doubledProvider,
  invalidRule,
  lengthBetween,
  missingField,
  notAUrl,
  notUniqueField,
  required,
  requiredUnlessNull,
  systemRuleChange,
  tooFewMethods,
  tooLarge,
  tooSmall,
  unknownProvider,
} from "../issues.ts";
import { type AuthOptions, type EmailTemplate, type ProviderOptions, tokenOptionNames } from "./shape.ts";
import { uniqueIndexOf } from "./unique-index.ts";

type Issues = Record<string, ValidationIssue>;

/** What the checks ask of others: whether a rule compiles, and which providers there are. */
export interface OptionsSurroundings {
  readonly ruleCheckers: readonly RuleChecker[];
  isProvider(name: string): boolean;
}

const longestToken = 94_670_856;
const day = 86_400;

/** What is wrong with the auth options of a collection. What depends on the others being right is checked last. */
export function checkOptions(
  db: Db,
  collection: Collection,
  original: Collection | undefined,
  around: OptionsSurroundings,
): Issues {
  const options = collection.options as unknown as AuthOptions;
  const issue = (rule: string): ValidationIssue | undefined => ruleIssue(db, collection, rule, around);
  const lastingRule = (rule: "authRule" | "manageRule"): ValidationIssue | undefined =>
    original?.system && (original.options[rule] ?? null) !== options[rule] ? systemRuleChange : undefined;
  const issues = kept({
    authRule: lastingRule("authRule") ?? (options.authRule ? issue(options.authRule) : undefined),
    manageRule: lastingRule("manageRule") ?? manageRuleIssue(options.manageRule, issue),
    authAlert: nested({ emailTemplate: templateIssue(options.authAlert.emailTemplate) }),
    mfa: mfaIssue(options),
    oauth2: oauth2Issue(options, around),
    otp: otpIssue(options),
    passwordAuth: identityIssue(options),
    ...Object.fromEntries(tokenOptionNames.map((name) => [name, tokenIssue(options[name])])),
    verificationTemplate: templateIssue(options.verificationTemplate),
    resetPasswordTemplate: templateIssue(options.resetPasswordTemplate),
    confirmEmailChangeTemplate: templateIssue(options.confirmEmailChangeTemplate),
  });
  if (Object.keys(issues).length > 0) return issues;
  const mfa = options.mfa.enabled ? enabledMfaIssue(options, issue) : undefined;
  return kept({
    mfa,
    passwordAuth: mfa === undefined ? identityFieldsIssue(collection, options) : undefined,
  });
}

function enabledMfaIssue(
  options: AuthOptions,
  issue: (rule: string) => ValidationIssue | undefined,
): ValidationIssue | undefined {
  if (enabledMethods(options) < 2) return nested({ enabled: tooFewMethods });
  return nested({ rule: options.mfa.rule === "" ? undefined : issue(options.mfa.rule) });
}

function manageRuleIssue(
  rule: string | null,
  issue: (rule: string) => ValidationIssue | undefined,
): ValidationIssue | undefined {
  if (rule === null) return undefined;
  return rule === "" ? requiredUnlessNull : issue(rule);
}

function enabledMethods({ passwordAuth, oauth2, otp }: AuthOptions): number {
  return [passwordAuth, oauth2, otp].filter(({ enabled }) => enabled).length;
}

function ruleIssue(
  db: Db,
  collection: Collection,
  rule: string,
  { ruleCheckers }: OptionsSurroundings,
): ValidationIssue | undefined {
  for (const checker of ruleCheckers) {
    const reason = checker.check(db, collection, rule);
    if (reason !== undefined) return invalidRule(reason);
  }
  return undefined;
}

function identityIssue({ passwordAuth }: AuthOptions): ValidationIssue | undefined {
  const { enabled, identityFields } = passwordAuth;
  const isMissing = enabled && (identityFields.length === 0 || identityFields.includes(""));
  return nested({ identityFields: isMissing ? required : undefined });
}

function identityFieldsIssue(
  collection: Collection,
  { passwordAuth }: AuthOptions,
): ValidationIssue | undefined {
  if (!passwordAuth.enabled) return undefined;
  for (const field of passwordAuth.identityFields) {
    if (collection.field(field) === undefined) return nested({ identityFields: missingField(field) });
    if (uniqueIndexOf(collection, field) === undefined)
      return nested({ identityFields: notUniqueField(field) });
  }
  return undefined;
}

function mfaIssue({ mfa }: AuthOptions): ValidationIssue | undefined {
  return mfa.enabled ? nested({ duration: rangeIssue(mfa.duration, 10, day) }) : undefined;
}

function otpIssue({ otp }: AuthOptions): ValidationIssue | undefined {
  return nested({
    duration: otp.enabled ? rangeIssue(otp.duration, 10, day) : undefined,
    length: otp.enabled ? rangeIssue(otp.length, 4, Number.POSITIVE_INFINITY) : undefined,
    emailTemplate: templateIssue(otp.emailTemplate),
  });
}

function tokenIssue(token: AuthOptions["authToken"]): ValidationIssue | undefined {
  const size = token.secret.length;
  return nested({
    secret: size === 0 ? required : size < 30 || size > 255 ? lengthBetween(30, 255) : undefined,
    duration: rangeIssue(token.duration, 10, longestToken),
  });
}

function rangeIssue(value: number, min: number, max: number): ValidationIssue | undefined {
  if (value === 0) return required;
  if (value < min) return tooSmall(min);
  return value > max ? tooLarge(max) : undefined;
}

function templateIssue({ subject, body }: EmailTemplate): ValidationIssue | undefined {
  return nested({ subject: subject ? undefined : required, body: body ? undefined : required });
}

function oauth2Issue({ oauth2 }: AuthOptions, around: OptionsSurroundings): ValidationIssue | undefined {
  if (!oauth2.enabled) return undefined;
  const doubled = oauth2.providers.findIndex(
    ({ name }, index) => oauth2.providers.findIndex((other) => other.name === name) < index,
  );
  if (doubled !== -1) {
    const name = doubledProvider(oauth2.providers[doubled]?.name ?? "");
    return nested({ providers: nested({ [doubled]: nested({ name }) }) });
  }
  const issues = oauth2.providers.map((provider) => providerIssue(provider, around));
  return nested({ providers: nested(Object.fromEntries(issues.entries())) });
}

function providerIssue(provider: ProviderOptions, around: OptionsSurroundings): ValidationIssue | undefined {
  const { name } = provider;
  const url = (text: string): ValidationIssue | undefined =>
    text === "" || isUrl(text) ? undefined : notAUrl;
  return nested({
    name: name === "" ? required : around.isProvider(name) ? undefined : unknownProvider(name),
    clientId: provider.clientId ? undefined : required,
    clientSecret: provider.clientSecret ? undefined : required,
    authURL: url(provider.authURL),
    tokenURL: url(provider.tokenURL),
    userInfoURL: url(provider.userInfoURL),
  });
}

function nested(issues: Readonly<Record<string, ValidationIssue | undefined>>): ValidationIssue | undefined {
  const found = kept(issues);
  return Object.keys(found).length === 0 ? undefined : new ValidationErrors(found);
}

function kept(issues: Readonly<Record<string, ValidationIssue | undefined>>): Issues {
  const found: Issues = {};
  for (const [key, issue] of Object.entries(issues)) if (issue !== undefined) found[key] = issue;
  return found;
}
