import type { JsonShaper } from "../http/request.ts";
import { defineExtensionPoint } from "./extension-point.ts";

/** What changes JSON answers just before they are sent. */
export const JsonShapers = defineExtensionPoint<JsonShaper>("kernel.json-shapers");
