import {
  AppError,
  type PluginScope,
  type RequestEvent,
  type Route,
  UnreadableForm,
  ValidationErrors,
} from "#kernel";
import { superusersOnly } from "../records/contract.ts";
import { onSettingsListRequest, onSettingsUpdateRequest, type Settings } from "./contract.ts";
import { SettingsNotSaved } from "./errors.ts";
import { mergeSettings } from "./merge.ts";
import { withoutSecrets } from "./shown.ts";

export function settingsRoutes(scope: PluginScope, settings: Settings): readonly Route[] {
  async function list(request: RequestEvent): Promise<void> {
    const event = { request, db: scope.db, settings: structuredClone(settings.values) };
    await scope.trigger(onSettingsListRequest, event, async (e) => {
      await e.db.afterCommit(() => request.json(200, withoutSecrets(e.settings)));
    });
  }

  async function update(request: RequestEvent): Promise<void> {
    const oldSettings = structuredClone(settings.values);
    const newSettings = structuredClone(mergeSettings(oldSettings, await readBody(request)));
    const event = { request, db: scope.db, oldSettings, newSettings };
    await scope.trigger(onSettingsUpdateRequest, event, async (e) => {
      await settings.save(e.db, e.newSettings).catch(failSaving);
      // A handler may have put a transaction here; the answer then waits for its end.
      await e.db.afterCommit(() => request.json(200, withoutSecrets(e.newSettings)));
    });
  }

  return [
    { method: "GET", path: "/api/settings", middlewares: [superusersOnly], handle: list },
    { method: "PATCH", path: "/api/settings", middlewares: [superusersOnly], handle: update },
  ];
}

async function readBody(request: RequestEvent): Promise<unknown> {
  try {
    return (await request.body()).data;
  } catch (cause) {
    if (cause instanceof AppError && cause.status === 413) throw cause;
    throw new UnreadableForm({}, { cause });
  }
}

function failSaving(cause: unknown): never {
  if (cause instanceof AppError) throw cause;
  throw new SettingsNotSaved(cause instanceof ValidationErrors ? cause.errors : {}, { cause });
}
