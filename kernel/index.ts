// The front door: all that a plugin may import, and nothing else.
export type {
  AloneContext,
  Command,
  CommandContext,
  Flag,
  TrialAnswer,
  TrialKernel,
  TrialRequest,
} from "./cli/command.ts";
export { UsageError } from "./cli/errors.ts";
export { ProgressBar } from "./cli/progress-bar.ts";
export type { Config, ConfigFlags } from "./config.ts";
export { checkDatabase, type DatabaseCheck, isInUse } from "./db/check.ts";
export type { Row, RunResult } from "./db/connection.ts";
export type { Database } from "./db/database.ts";
export type { Db, TableResult, Transaction } from "./db/db.ts";
export { dialect } from "./db/dialect.ts";
export { QueryTimeout, SqlFailure, WriteInsideWrite } from "./db/errors.ts";
export { withTextQuoted } from "./db/quoted-text.ts";
export { bind, join, name, raw, type Sql, type SqlValue, sql } from "./db/sql.ts";
export { isStill, type Stand } from "./db/stand.ts";
export * from "./errors.ts";
export type { HandlerOptions, Unbind } from "./hooks/bus.ts";
export { type Chained, defineHook, type GuestView, type Handler, type Hook } from "./hooks/hook.ts";
export {
  onBootstrap,
  onServe,
  onTerminate,
  type ServeEvent,
  type TerminateEvent,
} from "./hooks/lifecycle.ts";
export { parseJsonObject, type RequestBody, type UploadedFile } from "./http/body.ts";
export type { CertificateSource, Certificates } from "./http/certificates.ts";
export { type Content, sendContent } from "./http/content.ts";
export { Form, InvalidForm, UnreadableForm } from "./http/form.ts";
export { escapeJson, escapeJsonBytes, stringify } from "./http/json.ts";
export type { ByteRange } from "./http/range.ts";
export { defineRequestValue, type JsonShaper, RequestEvent, type RequestValue } from "./http/request.ts";
export { type ErrorBody, errorAnswer, errorData, ToldAsIs } from "./http/respond.ts";
export { type Middleware, type Route, RouteConflict } from "./http/routes.ts";
export { type LogData, type LogEntry, type Logger, type LogWriter, levels } from "./log.ts";
export { packageFolder } from "./package-folder.ts";
export type { Capability } from "./plugins/capability.ts";
export { defineExtensionPoint, type ExtensionPoint } from "./plugins/extension-point.ts";
export {
  definePlugin,
  type Plugin,
  type PluginScope,
  type StagedScope,
  type Undo,
} from "./plugins/plugin.ts";
export { CertificateSources, JsonShapers } from "./plugins/points.ts";
export { defineService, type Service, type Services, type ValuesOf } from "./plugins/service.ts";
export { isRunningElsewhere } from "./running.ts";
export { snakeCase } from "./snake-case.ts";
