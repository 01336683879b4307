import type { App } from "./app.ts";
import { call } from "./host.ts";
import type { Record } from "./record.ts";

type Data = { readonly [key: string]: unknown };

/** Who a form acts for: nobody in particular, a manager of accounts, a superuser. */
type Access = "none" | "manager" | "superuser";

/** Loads data into a record with the rights of a level, and saves it. */
export class RecordUpsertForm {
  #app: App;
  #record: Record;
  #access: Access = "none";
  #submitted: Data = {};

  constructor(app: App, record: Record) {
    this.#app = app;
    this.#record = record;
  }

  setApp(app: App): void {
    this.#app = app;
  }

  setRecord(record: Record): void {
    this.#record = record;
  }

  setContext(): void {}

  /** Hidden fields are for superusers; passwords are confirmed when the form is submitted. */
  load(data: Data): void {
    const collection = this.#record.collection();
    const hidden = collection.fields.filter((field) => field.hidden === true).map(({ name }) => name);
    const refused = this.#access === "superuser" ? [] : hidden.filter((name) => !allowed.has(name));
    const { passwordConfirm, oldPassword, ...rest } = data;
    if (!collection.isAuth()) {
      this.#record.load(without(data, refused));
      return;
    }
    this.#submitted = { passwordConfirm, oldPassword };
    this.#record.load(without(rest, refused));
  }

  submit(): void {
    this.#check();
    this.#app.save(this.#record);
  }

  /** Saves, shows the result and takes it back. */
  drySubmit(show?: (app: App, record: Record) => void): void {
    this.#check();
    const trial = this.#record.clone();
    try {
      this.#app.runInTransaction((tx) => {
        tx.saveNoValidate(trial);
        show?.(tx, trial);
        throw takenBack;
      });
    } catch (error) {
      if (error !== takenBack) throw error;
    }
  }

  grantManagerAccess(): void {
    this.#access = "manager";
  }

  grantSuperuserAccess(): void {
    this.#access = "superuser";
  }

  resetAccess(): void {
    this.#access = "none";
  }

  hasManageAccess(): boolean {
    return this.#access !== "none";
  }

  #check(): void {
    if (!this.#record.collection().isAuth()) return;
    const { passwordConfirm, oldPassword } = this.#submitted;
    call("form.checkAccount", this.#record, {
      manages: this.hasManageAccess(),
      passwordConfirm: String(passwordConfirm ?? ""),
      oldPassword: String(oldPassword ?? ""),
    });
  }
}

const takenBack = new Error("taken back");

/** Hidden fields of accounts that may be set nevertheless. */
const allowed = new Set<unknown>(["password", "tokenKey"]);

function without(data: Data, names: readonly unknown[]): Data {
  return Object.fromEntries(Object.entries(data).filter(([key]) => !names.includes(key)));
}

/** A form of which the host does the work: plain properties, validate() and submit(). */
function hostForm(name: string, blank: Data): new (app: App) => { validate(): void; submit(): unknown } {
  return class {
    [property: string]: unknown;
    readonly #app: App;

    constructor(app: App) {
      this.#app = app;
      Object.assign(this, blank);
    }

    validate(): void {
      call(`form.${name}.validate`, this.#app, { ...this });
    }

    submit(): unknown {
      return call<unknown>(`form.${name}.submit`, this.#app, { ...this }) ?? undefined;
    }
  };
}

export const TestEmailSendForm = hostForm("testEmailSend", { email: "", template: "", collection: "" });
export const TestS3FilesystemForm = hostForm("testS3Filesystem", { filesystem: "" });
export const AppleClientSecretCreateForm = hostForm("appleClientSecretCreate", {
  clientId: "",
  teamId: "",
  keyId: "",
  privateKey: "",
  duration: 0,
});
