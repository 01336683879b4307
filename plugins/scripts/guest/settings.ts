import type { Tagged } from "../bridge/wire.ts";
import { toWire, unpackAs } from "./codec.ts";

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

  values(): Values {
    return { ...this };
  }

  clone(): Settings {
    return new Settings(JSON.parse(JSON.stringify(this)) as Values);
  }

  tableName(): string {
    return "_params";
  }
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

  pk(): string {
    return String(this.#model.id);
  }

  isNew(): boolean {
    return this.#model.isNew === true;
  }

  [toWire](): Tagged {
    return { ...this.#model, values: this.values() };
  }
}

unpackAs("model", (tagged) => new OtherModel(tagged));
