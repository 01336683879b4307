// The thread behind a Lane: reads orders, runs them on its own connection, reports.
import { parentPort, workerData } from "node:worker_threads";
import { Connection } from "./connection.ts";
import { SqlFailure } from "./errors.ts";
import type { Order, Report } from "./lane.ts";

const connection = new Connection((workerData as { readonly file: string }).file, { readonly: true });

parentPort?.on("message", (order: Order) => {
  if (order.kind === "forget") connection.forgetStatements();
  else parentPort?.postMessage(answer(order));
});

function answer({ shape, text, values }: Extract<Order, { kind: "query" }>): Report {
  const started = performance.now();
  try {
    const query = { text, values };
    const result: unknown[] = shape === "rows" ? connection.all(query) : connection.column(query);
    return { ok: true, result, ms: performance.now() - started };
  } catch (error) {
    const code = error instanceof SqlFailure ? error.sqliteCode : "";
    return { ok: false, code, message: error instanceof Error ? error.message : String(error), sql: text };
  }
}
