import { defineRequestValue, defineService, type Middleware, type Sql } from "#kernel";

/** True on requests that are only logged when they fail. */
export const SkipSuccessLog = defineRequestValue<boolean>("skip-success-log", false);

/** For routes that are asked so often, or so idly, that only their failures are worth a line. */
export const skipSuccessLog: Middleware = {
  id: "pbSkipSuccessActivityLog",
  before: (e) => e.set(SkipSuccessLog, true),
};

export interface HourCount {
  readonly date: string;
  readonly total: number;
}

export interface Logs {
  /** Writes what is waiting in memory. */
  flush(): Promise<void>;
  /** How many there are of each hour, oldest first. */
  countByHour(where: Sql): Promise<readonly HourCount[]>;
}
export const Logs = defineService<Logs>("logs");
