import { type Db, defineExtensionPoint, defineService, type Transaction } from "#kernel";

export interface MigrationContext {
  readonly data: Transaction;
  readonly auxiliary: Transaction;
}

/** A step of a database's history. `file` is its name in `_migrations`, e.g. `1640988000_init.go`. */
export interface Migration {
  /** Several plugins may share a file: they own parts of one step of the reference's, and it is recorded once. */
  readonly file: string;
  up(context: MigrationContext): Promise<void>;
  down?(context: MigrationContext): Promise<void>;
  /** Applies it again although it is recorded, e.g. when its database was deleted. */
  isMissing?(context: { readonly data: Db; readonly auxiliary: Db }): Promise<boolean>;
}

/** Migrations of plugins: applied at every bootstrap, before what the user wrote. */
export const SystemMigrations = defineExtensionPoint<Migration>("migrations.system");

/** Loads the user's migrations; filled by the plugin that can run scripts. */
export interface MigrationSource {
  load(): Promise<readonly Migration[]>;
}
export const MigrationSources = defineExtensionPoint<MigrationSource>("migrations.sources");

export interface Migrations {
  /** Applies what is pending, in one transaction; gives the names of what was applied. Throws MigrationFailed. */
  up(): Promise<readonly string[]>;
  /** Names of the last `count` migrations that were applied and can be reverted, newest first. */
  lastApplied(count: number): Promise<readonly string[]>;
  /** Reverts the last `count` migrations, in one transaction; gives their names. Throws MigrationFailed. */
  down(count: number): Promise<readonly string[]>;
  /** Forgets what is recorded as applied and no longer exists. */
  syncHistory(): Promise<void>;
  /** Records a migration as applied without running it. */
  record(db: Db, file: string): Promise<void>;
}
export const Migrations = defineService<Migrations>("migrations");
