import { AppError, defineError } from "#kernel";

export const CronJobMissing = defineError("cron_job_missing", 404, "Missing or invalid cron job.");

export class InvalidCronExpression extends AppError {
  constructor(id: string, expression: string, reason: string) {
    super("invalid_cron_expression", 400, `Cron job "${id}" has the expression "${expression}": ${reason}.`);
  }
}
