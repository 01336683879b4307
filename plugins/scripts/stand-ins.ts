import type { Model } from "../models/contract.ts";

/** Stands for a model that is neither a record nor a collection. */
export class OtherModel {
  readonly model: Model;

  constructor(model: Model) {
    this.model = model;
  }
}

/** Stands for what a sandbox fetches only when it looks. */
export class LateInfo {
  readonly handle: number;

  constructor(handle: number) {
    this.handle = handle;
  }
}
