import type { Model } from "../models/contract.ts";
import type { RecordModel } from "../records/contract.ts";

/** Stands for a model that is neither a record nor a collection. */
export class OtherModel {
  readonly model: Model;

  constructor(model: Model) {
    this.model = model;
  }
}

/** Stands for a record that is handed over, not lent: the sandbox may keep it beyond the call. */
export class GivenRecord {
  readonly record: RecordModel;

  constructor(record: RecordModel) {
    this.record = record;
  }
}

/** Stands for what a sandbox fetches only when it looks. */
export class LateInfo {
  readonly handle: number;

  constructor(handle: number) {
    this.handle = handle;
  }
}
