/** Data that cannot be read as a collection or a field at all. */
export class InvalidData extends Error {
  constructor(message: string) {
    super(message);
    this.name = "InvalidData";
  }
}
