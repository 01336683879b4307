import { defineRequestValue, defineService, type Middleware } from "#kernel";

/** True on requests that are only logged when they fail. */
export const SkipSuccessLog = defineRequestValue<boolean>("skip-success-log", false);

/** For routes that are asked so often, or so idly, that only their failures are worth a line. */
export const skipSuccessLog: Middleware = {
  id: "pbSkipSuccessActivityLog",
  before: (e) => e.set(SkipSuccessLog, true),
};

export interface Logs {
  /** Writes what is waiting in memory. */
  flush(): Promise<void>;
}
export const Logs = defineService<Logs>("logs");
