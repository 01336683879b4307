import { type Db, onBootstrap, type PluginScope, type RequestEvent } from "#kernel";
import { type Model, type ModelKind, type Models, modelHooks } from "../models/contract.ts";
import { onSettingsReload, type Settings, type SettingsValues } from "./contract.ts";
import { defaultSettings } from "./defaults.ts";
import { realIp, remoteIp } from "./real-ip.ts";
import { SettingsStore } from "./store.ts";
import { type CronCheck, validateSettings } from "./validate.ts";

/** The row of settings as a model, so that the model hooks see it saved. */
interface SettingsModel extends Model {
  readonly values: SettingsValues;
}

export class LiveSettings implements Settings {
  readonly #scope: PluginScope;
  readonly #models: Models;
  readonly #store: SettingsStore;
  readonly #kind: ModelKind<SettingsModel>;
  #values: SettingsValues = defaultSettings();

  constructor(scope: PluginScope, models: Models, cronProblem: CronCheck) {
    this.#scope = scope;
    this.#models = models;
    this.#store = new SettingsStore(scope.config.encryptionEnv);
    this.#kind = kindOf(this.#store, cronProblem);
    this.#follow();
  }

  get values(): Readonly<SettingsValues> {
    return this.#values;
  }

  valuesIn(db: Db): Readonly<SettingsValues> | Promise<Readonly<SettingsValues>> {
    return db.inTransaction ? this.#store.read(db).then((saved) => saved ?? this.#values) : this.#values;
  }

  async validate(db: Db, values: SettingsValues): Promise<void> {
    await this.#models.validate(db, modelOf(values, "stored"), this.#kind);
  }

  async save(db: Db, values: SettingsValues): Promise<void> {
    await this.#models.save(db, modelOf(values, "stored"), this.#kind);
  }

  async reload(): Promise<void> {
    const stored = await this.#store.read(this.#scope.db);
    await this.#scope.trigger(onSettingsReload, { db: this.#scope.db }, () => {
      this.#values = stored ?? defaultSettings();
    });
  }

  realIp(request: RequestEvent): string {
    return realIp(request, this.#values.trustedProxy);
  }

  remoteIp(request: RequestEvent): string {
    return remoteIp(request);
  }

  #follow(): void {
    const reload = { tags: ["_params"], priority: -99 };
    const afterwards = async (e: { next(): PromiseLike<void> }): Promise<void> => {
      await e.next();
      await this.reload();
    };
    this.#scope.on(modelHooks.afterCreateSuccess, afterwards, reload);
    this.#scope.on(modelHooks.afterUpdateSuccess, afterwards, reload);
    // Around everybody who needs settings at the start, inside only of the migrations.
    this.#scope.on(
      onBootstrap,
      async (e) => {
        this.#store.checkKey(); // before anything is opened or made
        await e.next();
        await this.#readOrCreate();
      },
      { priority: 990 },
    );
  }

  async #readOrCreate(): Promise<void> {
    const { db } = this.#scope;
    if ((await this.#store.read(db)) !== undefined) return await this.reload();
    await this.#models.save(db, modelOf(defaultSettings(), "new"), this.#kind);
  }
}

function modelOf(values: SettingsValues, state: "new" | "stored"): SettingsModel {
  return { id: "settings", tableName: "_params", isNew: state === "new", hookTags: ["_params"], values };
}

function kindOf(store: SettingsStore, cronProblem: CronCheck): ModelKind<SettingsModel> {
  return {
    validate: async (_db, { values }) => validateSettings(values, cronProblem),
    create: (db, { values }) => store.create(db, values),
    update: (db, { values }) => store.update(db, values),
    delete: async () => {
      throw new Error("The settings cannot be deleted.");
    },
    saved: () => {}, // the values of the moment change after the commit
  };
}
