import { AppError, type LogData, ValidationErrors, type ValidationIssue } from "#kernel";

/** The data of an entry as JSON text; errors as what they say, and what JSON cannot hold as text. */
export function asText(data: LogData): string {
  if (isPlain(data)) return JSON.stringify(data);
  try {
    return JSON.stringify(data, readable);
  } catch {
    return JSON.stringify({ unreadable: String(data) }); // a circle; a log line must not fail
  }
}

// Lines of requests are; looking is cheaper than having every value looked at while it is written.
function isPlain(data: LogData): boolean {
  for (const key in data) {
    const value = data[key];
    if (typeof value === "object" ? value !== null : typeof value === "bigint") return false;
  }
  return true;
}

function readable(_key: string, value: unknown): unknown {
  if (value instanceof Error) return errorText(value);
  return typeof value === "bigint" ? String(value) : value;
}

/** What an error says, in one piece. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What lies behind an error that was answered: the raw text of each wrong value, or of its cause; null if nothing. */
export function errorDetails(error: unknown): unknown {
  if (error instanceof ValidationErrors) return issueTexts(error.errors);
  if (!(error instanceof AppError)) return null;
  const issues = issueTexts(error.data);
  if (Object.keys(issues).length > 0) return issues;
  return error.cause === undefined ? null : errorText(error.cause);
}

function issueTexts(issues: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const texts: Record<string, unknown> = {};
  for (const key of Object.keys(issues).sort()) {
    const issue = issues[key] as ValidationIssue | unknown;
    texts[key] = issue instanceof ValidationErrors ? issueTexts(issue.errors) : errorText(issue);
  }
  return texts;
}
