import type { App } from "./app.ts";
import { call } from "./host.ts";
import type { Record } from "./record.ts";

/** Loads data into a record with the rights of a level, and saves it. */
export class RecordUpsertForm {
  readonly #app: App;
  readonly #record: Record;

  constructor(app: App, record: Record) {
    this.#app = app;
    this.#record = record;
  }

  load(data: { readonly [key: string]: unknown }): void {
    const { passwordConfirm: _confirm, oldPassword: _old, ...values } = data;
    this.#record.load(values);
  }

  submit(): void {
    this.#app.save(this.#record);
  }

  drySubmit(): void {
    this.#app.validate(this.#record);
  }

  grantManagerAccess(): void {}

  grantSuperuserAccess(): void {}

  hasManageAccess(): boolean {
    return true;
  }

  setContext(): void {}
}

/** A form of which the host does the work: plain properties and submit(). */
function hostForm(name: string): new (app: App) => { submit(): unknown } {
  return class {
    [property: string]: unknown;
    readonly #app: App;

    constructor(app: App) {
      this.#app = app;
    }

    submit(): unknown {
      return call(`form.${name}`, this.#app, { ...this });
    }
  };
}

export const TestEmailSendForm = hostForm("testEmailSend");
export const TestS3FilesystemForm = hostForm("testS3Filesystem");
export const AppleClientSecretCreateForm = hostForm("appleClientSecretCreate");
