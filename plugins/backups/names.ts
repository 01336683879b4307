import { snakeCase, ValidationError } from "#kernel";

const longestName = 150;

/** `pb_backup_<app>_<time>.zip`; the scheduled ones begin with `@auto_`, which nobody can type. */
export function generateName(prefix: "pb_backup" | "@auto_pb_backup", appName: string, now: Date): string {
  const time = now.toISOString().replace(/\D/g, "").slice(0, 14);
  return `${prefix}_${snakeCase(appName).slice(0, 50)}_${time}.zip`;
}

/** What is wrong with the name of a new backup. */
export function nameIssue(name: string): ValidationError | undefined {
  if (name.length > longestName) {
    const params = { min: 1, max: longestName };
    return new ValidationError(
      "validation_length_out_of_range",
      "the length must be between {{.min}} and {{.max}}",
      params,
    );
  }
  if (!/^[a-z0-9_-]+\.zip$/.test(name)) {
    return new ValidationError("validation_match_invalid", "must be in a valid format");
  }
  return undefined;
}

export function nameTaken(text: string): ValidationError {
  return new ValidationError("validation_backup_name_exists", text);
}
