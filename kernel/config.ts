import path from "node:path";

/** What the command line decided, once. Paths are absolute. */
export interface Config {
  /** The data folder. */
  readonly dir: string;
  readonly hooksDir: string;
  readonly migrationsDir: string;
  readonly publicDir: string;
  readonly dev: boolean;
  /** Name of the environment variable with the 32-character settings key. */
  readonly encryptionEnv: string;
  /** Seconds a SELECT may take. */
  readonly queryTimeout: number;
  /** Isolates kept ready for hooks. */
  readonly hooksPool: number;
  readonly hooksWatch: boolean;
  /** Milliseconds of running time one call of a hook may use. */
  readonly hooksTimeout: number;
  /** Where debuggers of hooks attach; "" for nowhere. */
  readonly inspectHooks: string;
  readonly automigrate: boolean;
  readonly indexFallback: boolean;
  /** Origins whose pages may call the API: exact, `*` for any, or with `*` and `?` as wildcards. */
  readonly origins: readonly string[];
}

export type ConfigFlags = Partial<Config> & { readonly "inspect-hooks"?: string };

/** Fills in defaults: the data folder is ./pb_data, and its siblings are the other folders. */
export function createConfig(flags: ConfigFlags, cwd: string): Config {
  const dir = path.resolve(cwd, flags.dir ?? "pb_data");
  const sibling = (name: string): string => path.join(path.dirname(dir), name);
  const folder = (given: string | undefined, name: string): string =>
    given ? path.resolve(cwd, given) : sibling(name);
  return Object.freeze({
    dir,
    hooksDir: folder(flags.hooksDir, "pb_hooks"),
    migrationsDir: folder(flags.migrationsDir, "pb_migrations"),
    publicDir: folder(flags.publicDir, "pb_public"),
    dev: flags.dev ?? false,
    encryptionEnv: flags.encryptionEnv ?? "",
    queryTimeout: flags.queryTimeout ?? 30,
    hooksPool: flags.hooksPool ?? 15,
    hooksWatch: flags.hooksWatch ?? true,
    hooksTimeout: flags.hooksTimeout ?? 5000,
    inspectHooks: flags["inspect-hooks"] ?? flags.inspectHooks ?? "",
    automigrate: flags.automigrate ?? true,
    indexFallback: flags.indexFallback ?? true,
    origins: flags.origins ?? ["*"],
  });
}
