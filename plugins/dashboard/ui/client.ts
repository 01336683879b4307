import PocketBase, { ClientResponseError, LocalAuthStore } from "pocketbase";
import { common } from "./texts/common.ts";

/** The server whose dashboard this is: the one that served this page, wherever it is mounted. */
export const serverUrl = new URL("../", `${location.origin}${location.pathname}`).href.replace(/\/$/, "");

export const pb = new PocketBase(serverUrl, new LocalAuthStore("isobase_superuser"));
pb.autoCancellation(false);

/** What went wrong, in words for the person in front of the screen; per field where the server said so. */
export interface Failure {
  readonly message: string;
  readonly status: number;
  readonly fields: Readonly<Record<string, string>>;
}

export const noFailure: Failure = { message: "", status: 0, fields: {} };

export function readFailure(cause: unknown): Failure {
  if (!(cause instanceof ClientResponseError)) {
    return { ...noFailure, message: cause instanceof Error ? cause.message : String(cause) };
  }
  if (cause.status === 0) return { ...noFailure, message: common.unreachable };
  const fields = flatten(cause.response.data ?? {});
  const message = typeof cause.response.message === "string" ? cause.response.message : cause.message;
  return { message: message || common.somethingWrong, status: cause.status, fields };
}

/** True for a request that was given up on purpose because a later one replaced it. */
export function wasCancelled(cause: unknown): boolean {
  return cause instanceof ClientResponseError && cause.isAbort;
}

// {fields: {0: {name: {code, message}}}} → {"fields.0.name": message}
function flatten(value: unknown, path = ""): Record<string, string> {
  if (typeof value !== "object" || value === null) return {};
  const { message, code } = value as { message?: unknown; code?: unknown };
  if (typeof message === "string" && typeof code === "string") return { [path]: message };
  const found: Record<string, string> = {};
  for (const [key, inner] of Object.entries(value)) {
    Object.assign(found, flatten(inner, path === "" ? key : `${path}.${key}`));
  }
  return found;
}
