import {
  AppError,
  type LogData,
  levels,
  type Middleware,
  type PluginScope,
  type RequestEvent,
} from "#kernel";
import { Viewer } from "../records/contract.ts";
import type { Settings } from "../settings/contract.ts";
import { SkipSuccessLog } from "./contract.ts";
import { errorDetails, errorText } from "./data-text.ts";

/** One line per request, told when its answer is ready. */
export function requestLog(scope: PluginScope, settings: Settings): Middleware {
  return {
    id: "pbActivityLogger",
    priority: -1040,
    before() {},
    after(e) {
      const { logs } = settings.values;
      if (logs.maxDays === 0 && !scope.config.dev) return;
      const failed = e.error !== undefined;
      if (!failed && e.get(SkipSuccessLog)) return;
      const url = urlOf(e);
      scope.emitLog({
        level: failed ? levels.error : levels.info,
        message: `${e.method} ${readableUrl(url)}`,
        data: dataOf(e, settings, url),
        time: Date.now(),
      });
    },
  };
}

// Keys in the order the reference writes them, which is the alphabet's.
function dataOf(e: RequestEvent, settings: Settings, url: string): LogData {
  const { logIP, logAuthId } = settings.values.logs;
  const viewer = e.get(Viewer).record;
  const data: Record<string, unknown> = { auth: viewer?.collection.name ?? "" };
  if (logAuthId && viewer !== undefined) data.authId = viewer.id;
  if (e.error !== undefined) {
    data.details = errorDetails(e.error);
    data.error = textOf(e.error);
  }
  data.execTime = performance.now() - e.startedAt;
  data.method = e.method;
  data.referer = cut(e.header("referer"), 2000);
  if (logIP) data.remoteIP = settings.remoteIp(e);
  data.status = e.status;
  data.type = "request";
  data.url = cut(url, 3000);
  data.userAgent = cut(e.header("user-agent"), 2000);
  if (logIP) data.userIP = settings.realIp(e);
  return data;
}

function textOf(error: unknown): string {
  if (error instanceof AppError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : errorText(error);
}

function urlOf(e: RequestEvent): string {
  return e.search === "" ? e.path : `${e.path}?${e.search}`;
}

function readableUrl(url: string): string {
  if (!url.includes("%")) return url;
  try {
    return decodeURIComponent(url);
  } catch {
    return url; // escapes that are no text
  }
}

function cut(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest)}...`;
}
