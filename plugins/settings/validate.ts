import { ValidationErrors, type ValidationIssue } from "#kernel";
import { atLeast, type Check, check, exactLength, lengthBetween, oneOf, required } from "./checks.ts";
import type { S3Settings, SettingsValues } from "./contract.ts";
import { isEmail, isHexColor, isHost, isIpOrSubnet, isUrl } from "./formats.ts";
import { checkRateLimitRules } from "./rate-limit-rules.ts";

/** What a cron expression is checked with. */
export type CronCheck = (expression: string) => string | undefined;

/** Throws ValidationErrors that name every value that is wrong. */
export function validateSettings(values: SettingsValues, cronProblem: CronCheck): void {
  const issues = group({
    superuserIPs: each(values.superuserIPs, [required, isIpOrSubnet]),
    smtp: checkSmtp(values.smtp),
    backups: checkBackups(values.backups, cronProblem),
    s3: checkS3(values.s3),
    meta: checkMeta(values.meta),
    rateLimits: checkRateLimits(values.rateLimits),
    batch: checkBatch(values.batch),
    logs: group({ maxDays: check(values.logs.maxDays, [atLeast(0)]) }),
  });
  if (issues !== undefined) throw issues;
}

function checkSmtp(smtp: SettingsValues["smtp"]): ValidationIssue | undefined {
  const needed = smtp.enabled ? [required] : [];
  return group({
    host: check(smtp.host, [...needed, isHost]),
    port: check(smtp.port, [...needed, atLeast(0)]),
    authMethod: check(smtp.authMethod, [oneOf("LOGIN", "PLAIN")]),
    localName: check(smtp.localName, [isHost]),
  });
}

function checkBackups(
  backups: SettingsValues["backups"],
  cronProblem: CronCheck,
): ValidationIssue | undefined {
  const needed = backups.cron === "" ? [] : [required];
  const validCron: Check = {
    code: "validation_invalid_cron",
    problem: (value) => cronProblem(String(value)),
  };
  return group({
    cron: check(backups.cron, [validCron]),
    cronMaxKeep: check(backups.cronMaxKeep, [...needed, atLeast(1)]),
    s3: checkS3(backups.s3),
  });
}

function checkS3(s3: S3Settings): ValidationIssue | undefined {
  const needed = s3.enabled ? [required] : [];
  return group({
    endpoint: check(s3.endpoint, [...needed, isUrl]),
    bucket: check(s3.bucket, needed),
    region: check(s3.region, needed),
    accessKey: check(s3.accessKey, needed),
    secret: check(s3.secret, needed),
  });
}

function checkMeta(meta: SettingsValues["meta"]): ValidationIssue | undefined {
  return group({
    appName: check(meta.appName, [required, lengthBetween(1, 255)]),
    appURL: check(meta.appURL, [required, isUrl]),
    senderName: check(meta.senderName, [required, lengthBetween(1, 255)]),
    senderAddress: check(meta.senderAddress, [required, isEmail]),
    accentColor: check(meta.accentColor, [exactLength(7), isHexColor]),
  });
}

function checkRateLimits(limits: SettingsValues["rateLimits"]): ValidationIssue | undefined {
  return group({
    rules: check(limits.rules.length, limits.enabled ? [required] : []) ?? checkRateLimitRules(limits.rules),
    excludedIPs: each(limits.excludedIPs, [required, isIpOrSubnet]),
  });
}

function checkBatch(batch: SettingsValues["batch"]): ValidationIssue | undefined {
  const needed = batch.enabled ? [required] : [];
  return group({
    maxRequests: check(batch.maxRequests, [...needed, atLeast(0)]),
    timeout: check(batch.timeout, [...needed, atLeast(0)]),
    maxBodySize: check(batch.maxBodySize, [atLeast(0)]),
  });
}

function each(items: readonly string[], checks: readonly Check[]): ValidationIssue | undefined {
  return group(Object.fromEntries(items.map((item, index) => [String(index), check(item, checks)])));
}

/** One issue out of many, or none. */
function group(issues: Readonly<Record<string, ValidationIssue | undefined>>): ValidationErrors | undefined {
  const found = Object.entries(issues).filter(
    (entry): entry is [string, ValidationIssue] => entry[1] !== undefined,
  );
  return found.length === 0 ? undefined : new ValidationErrors(Object.fromEntries(found));
}
