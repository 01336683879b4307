import type { PluginScope, RequestBody, RequestEvent } from "#kernel";
import type { Collection } from "../collections/contract.ts";
import { NewFile } from "../collections/model/fields/file.ts";
import { FileAdopters, Viewer } from "./contract.ts";
import { readKey } from "./model/keys.ts";
import type { RecordModel } from "./model/record.ts";

/** What a request wants a record to hold: modifiers applied, files adopted, hidden fields of others left out. */
export async function readData(
  scope: Pick<PluginScope, "collect">,
  request: RequestEvent,
  record: RecordModel,
): Promise<Record<string, unknown>> {
  const body = await request.body();
  const sent = body.files.length === 0 ? body.data : await withFiles(scope, record, body);
  const data = record.resolveModifiers(sent);
  if (!request.get(Viewer).isSuperuser) dropHidden(record.collection, data);
  return data;
}

/** The same with files as the names they are stored under, as rules see it. */
export function asSeenByRules(data: Record<string, unknown>): Record<string, unknown> {
  if (!Object.values(data).some(holdsFile)) return data;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, named(value)]));
}

function holdsFile(value: unknown): boolean {
  return value instanceof NewFile || (Array.isArray(value) && value.some(holdsFile));
}

function named(value: unknown): unknown {
  if (value instanceof NewFile) return value.name;
  return Array.isArray(value) ? value.map(named) : value;
}

function dropHidden({ fields, isAuth }: Collection, data: Record<string, unknown>): void {
  for (const { name, hidden } of fields) {
    if (hidden && Object.hasOwn(data, name) && !(isAuth && name === "password")) delete data[name];
  }
}

/** Uploads come after the plain values of the same key. */
async function withFiles(
  scope: Pick<PluginScope, "collect">,
  record: RecordModel,
  { data, files }: RequestBody,
): Promise<Record<string, unknown>> {
  const [adopt] = scope.collect(FileAdopters);
  const merged: Record<string, unknown> = { ...data };
  for (const file of files) {
    const isWanted = readKey(record.collection, file.key)?.typed.field.type === "file";
    if (adopt === undefined || !isWanted) continue;
    merged[file.key] = [...listOf(merged[file.key]), await adopt(file)];
  }
  return merged;
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null || value === "") return [];
  return Array.isArray(value) ? value : [value];
}
