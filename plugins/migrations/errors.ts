import { AppError } from "#kernel";

/** A migration threw; nothing of the run was kept. */
export class MigrationFailed extends AppError {
  constructor(verb: "apply" | "revert", file: string, cause: unknown) {
    const reason = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
    super("migration_failed", 500, `failed to ${verb} migration ${file}: ${reason}`, {}, { cause });
  }
}
