/** The command line could not be carried out as written; its text is all that is printed. Ends with exit code 1. */
export class UsageError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "UsageError";
  }
}
