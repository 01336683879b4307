import { ValidationError, ValidationErrors, type ValidationIssue } from "#kernel";
import { atLeast, check, matches, oneOf, required } from "./checks.ts";
import type { RateLimitRule } from "./contract.ts";

/** What a rule may be for: a path with or without its method, `collection:action`, `*:action`, or one word. */
const labelForm = /^(\w+ \/[\w/-]*|\/[\w/-]*|\w+:\w+|\*:\w+|\w+)$/;

/** Checks every rule by itself, and if all hold, that no two are for the same requests. */
export function checkRateLimitRules(rules: readonly RateLimitRule[]): ValidationErrors | undefined {
  const issues: Record<string, ValidationIssue> = {};
  for (const [index, rule] of rules.entries()) {
    const issue = checkRule(rule);
    if (issue !== undefined) issues[index] = issue;
  }
  if (Object.keys(issues).length > 0) return new ValidationErrors(issues);
  return findConflict(rules);
}

function checkRule(rule: RateLimitRule): ValidationErrors | undefined {
  const issues = {
    label: check(rule.label, [required, matches(labelForm)]),
    audience: check(rule.audience, [oneOf("@guest", "@auth")]),
    duration: check(rule.duration, [required, atLeast(1)]),
    maxRequests: check(rule.maxRequests, [required, atLeast(1)]),
  };
  const found = Object.entries(issues).filter((entry): entry is [string, ValidationError] => !!entry[1]);
  return found.length === 0 ? undefined : new ValidationErrors(Object.fromEntries(found));
}

// A rule for everybody leaves no room for a rule of the same label for some.
function findConflict(rules: readonly RateLimitRule[]): ValidationErrors | undefined {
  const seen = new Map<string, Set<string>>();
  for (const [index, { label, audience }] of rules.entries()) {
    const audiences = seen.get(label) ?? new Set();
    if (audiences.has(audience) || audiences.has("") || (audience === "" && audiences.size > 0)) {
      return new ValidationErrors({ [index]: new ValidationErrors({ label: conflicting(label) }) });
    }
    seen.set(label, audiences.add(audience));
  }
  return undefined;
}

function conflicting(label: string): ValidationError {
  return new ValidationError(
    "validation_conflicting_rate_limit_rule",
    "rate limit rule configuration with label {{.label}} already exists or conflicts with another rule",
    { label },
  );
}
