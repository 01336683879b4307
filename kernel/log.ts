/** Severities as the reference stores them. */
export const levels = { debug: -4, info: 0, warn: 4, error: 8 } as const;

export type LogData = Readonly<Record<string, unknown>>;

export interface LogEntry {
  readonly level: number;
  readonly message: string;
  readonly data: LogData;
  /** Milliseconds since the epoch. */
  readonly time: number;
}

/** Receives every entry; must not throw and must not wait. */
export type LogWriter = (entry: LogEntry) => void;

export interface Logger {
  debug(message: string, data?: LogData): void;
  info(message: string, data?: LogData): void;
  warn(message: string, data?: LogData): void;
  error(message: string, data?: LogData): void;
  log(level: number, message: string, data?: LogData): void;
  with(data: LogData): Logger;
}

/** Where log entries go: writers come and go, loggers stay. */
export class LogHub {
  readonly #writers = new Set<LogWriter>();

  addWriter(writer: LogWriter): () => void {
    this.#writers.add(writer);
    return () => this.#writers.delete(writer);
  }

  write(entry: LogEntry): void {
    for (const writer of this.#writers) writer(entry);
  }

  logger(bound: LogData = {}): Logger {
    const log = (level: number, message: string, data: LogData = {}): void =>
      this.write({ level, message, data: { ...bound, ...data }, time: Date.now() });
    return {
      log,
      debug: (message, data) => log(levels.debug, message, data),
      info: (message, data) => log(levels.info, message, data),
      warn: (message, data) => log(levels.warn, message, data),
      error: (message, data) => log(levels.error, message, data),
      with: (data) => this.logger({ ...bound, ...data }),
    };
  }
}

/** Prints entries of at least `minLevel` on stderr: `ERROR message` and, below, its data. */
export function consoleWriter(minLevel: number): LogWriter {
  return ({ level, message, data }) => {
    if (level < minLevel) return;
    const name = level >= 8 ? "ERROR" : level >= 4 ? "WARN" : level >= 0 ? "INFO" : "DEBUG";
    const text = JSON.stringify(data, plainErrors);
    const details = text === "{}" ? "" : `\n└─ ${text}`;
    process.stderr.write(`${name} ${message}${details}\n`);
  };
}

function plainErrors(_key: string, value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  return value.cause === undefined
    ? (value.stack ?? value.message)
    : { error: value.stack, cause: value.cause };
}
