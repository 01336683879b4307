import type { CertificateSource } from "../http/certificates.ts";
import type { JsonShaper } from "../http/request.ts";
import { defineExtensionPoint } from "./extension-point.ts";

/** What changes JSON answers just before they are sent. */
export const JsonShapers = defineExtensionPoint<JsonShaper>("kernel.json-shapers");

/** Who gets and keeps the certificates of HTTPS; the first one is asked. */
export const CertificateSources = defineExtensionPoint<CertificateSource>("kernel.certificate-sources");
