/** Why a query cannot be that of a view, in the reference's words. */
export class InvalidViewQuery extends Error {
  constructor(message: string) {
    super(message);
    this.name = "InvalidViewQuery";
  }
}
