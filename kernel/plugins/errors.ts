import { AppError } from "../errors.ts";

/** The house does not hold together: a plugin is missing, doubled or in a circle. Ends the start with its sentence. */
export class PluginProblem extends AppError {
  constructor(message: string, options?: ErrorOptions) {
    super("plugin_problem", 500, message, {}, options);
  }
}
