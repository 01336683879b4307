/** A list whose text is its JSON, as those have that the reference keeps in one column. */
export class JsonList<T = unknown> extends Array<T> {
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }

  static override of<T>(...items: readonly T[]): JsonList<T> {
    const list = new JsonList<T>();
    for (const item of items) list.push(item);
    return list;
  }

  override toString(): string {
    return JSON.stringify(this);
  }

  string(): string {
    return this.toString();
  }
}
