import { defineError } from "../errors.ts";

export const NextCalledTwice = defineError("next_called_twice", 500, "A handler called next() twice.");
