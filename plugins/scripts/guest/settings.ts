import type { Tagged } from "../bridge/wire.ts";
import { Bytes } from "./bytes.ts";
import { toWire, unpackAs } from "./codec.ts";
import { inAnswers } from "./json.ts";

type Values = { [group: string]: unknown };

/** The settings as plain properties; changed in place and saved with `$app.save(settings)`. */
export class Settings {
  [group: string]: unknown;

  constructor(values: Values) {
    Object.assign(this, values);
  }

  static refresh(settings: Settings, values: unknown): void {
    Object.assign(settings, values);
  }

  /** Everything, secrets included. */
  static valuesOf(settings: Settings): Values {
    const limits = settings.rateLimits as { readonly rules?: readonly object[] } | undefined;
    if (!Array.isArray(limits?.rules)) return { ...settings };
    const rules = limits.rules.map((rule: object) => ({ ...emptyRule, ...rule }));
    return { ...settings, rateLimits: { ...limits, rules } };
  }

  clone(): Settings {
    return new Settings(JSON.parse(JSON.stringify({ ...this })) as Values);
  }

  tableName(): string {
    return "_params";
  }

  pk(): string {
    return "settings";
  }

  lastSavedPK(): string {
    return this.pk();
  }

  isNew(): boolean {
    return false;
  }

  string(): string {
    return JSON.stringify(this);
  }

  toString(): string {
    return this.string();
  }

  marshalJSON(): Bytes {
    return Bytes.ofText(this.string());
  }

  /** In answers: in this order, not that of the alphabet. */
  [inAnswers](): Values {
    return this.toJSON();
  }

  /** As the dashboard gets them: passwords and keys stay here. */
  toJSON(): Values {
    return withoutSecrets({ ...this });
  }
}

/** Scripts leave out of a rule what is to be empty. */
const emptyRule = { label: "", audience: "", duration: 0, maxRequests: 0 };

const secret = new Set(["secret", "password"]);

function withoutSecrets(values: Values): Values {
  return JSON.parse(
    JSON.stringify(values, (key, value: unknown) => (secret.has(key) ? undefined : value)),
  ) as Values;
}

/** A model that is neither a record nor a collection, such as the settings on their way into the database. */
class OtherModel extends Settings {
  readonly #model: Tagged;

  constructor(model: Tagged) {
    super(model.values as Values);
    this.#model = model;
  }

  override tableName(): string {
    return String(this.#model.tableName);
  }

  override pk(): string {
    return String(this.#model.id);
  }

  override isNew(): boolean {
    return this.#model.isNew === true;
  }

  [toWire](): Tagged {
    return { ...this.#model, values: Settings.valuesOf(this) };
  }
}

unpackAs("model", (tagged) => new OtherModel(tagged));
