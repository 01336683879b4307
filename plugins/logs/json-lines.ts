import { type LogEntry, type LogWriter, levels } from "#kernel";
import { asText } from "./data-text.ts";

/** Writes every entry as one line of JSON, for those who collect logs from the output of a container. */
export function jsonLines(out: { write(text: string): unknown }): LogWriter {
  return ({ level, message, data, time }: LogEntry) => {
    const head = JSON.stringify({ time: new Date(time).toISOString(), level: nameOf(level), message });
    out.write(`${head.slice(0, -1)},"data":${asText(data)}}\n`);
  };
}

function nameOf(level: number): string {
  const names = Object.entries(levels).filter(([, least]) => level >= least);
  return names.at(-1)?.[0] ?? "debug";
}
