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
