import { defineExtensionPoint, defineService, type Transaction } from "#kernel";

export interface MigrationContext {
  readonly data: Transaction;
  readonly auxiliary: Transaction;
}

/** A step of a database's history. `file` is its name in `_migrations`, e.g. `1640988000_init.go`. */
export interface Migration {
  readonly file: string;
  up(context: MigrationContext): Promise<void>;
  down?(context: MigrationContext): Promise<void>;
  /** Applies it again although it is recorded, e.g. when its database was deleted. */
  isMissing?(context: MigrationContext): Promise<boolean>;
}

/** Migrations of plugins: applied at every bootstrap, before what the user wrote. */
export const SystemMigrations = defineExtensionPoint<Migration>("migrations.system");

/** Loads the user's migrations; filled by the plugin that can run scripts. */
export interface MigrationSource {
  load(): Promise<readonly Migration[]>;
}
export const MigrationSources = defineExtensionPoint<MigrationSource>("migrations.sources");

export interface Migrations {
  /** Applies what is pending, in one transaction; gives the names of what was applied. */
  up(): Promise<readonly string[]>;
  down(count: number): Promise<readonly string[]>;
}
export const Migrations = defineService<Migrations>("migrations");
