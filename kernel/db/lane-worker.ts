// The thread behind a Lane: reads orders, runs them on its own connection, reports.
import { readlinkSync } from "node:fs";
import { setPriority } from "node:os";
import { parentPort, workerData } from "node:worker_threads";
import { Connection } from "./connection.ts";
import { SqlFailure } from "./errors.ts";
import type { Order, Report, Shape } from "./lane.ts";
import type { Sql } from "./sql.ts";

const connection = new Connection((workerData as { readonly file: string }).file, { readonly: true });

parentPort?.on("message", (order: Order) => {
  if (order.kind === "forget") connection.forgetStatements();
  else parentPort?.postMessage(answer(order));
});

giveWay();
parentPort?.postMessage("ready");

/** Where there are fewer cores than threads, the one that answers everybody goes first. */
function giveWay(): void {
  if (process.platform !== "linux") return; // elsewhere threads have no priority of their own
  try {
    setPriority(Number(readlinkSync("/proc/thread-self").split("/").at(-1)), 5);
  } catch {
    // without /proc all threads are alike
  }
}

function answer({ shape, text, values }: Extract<Order, { kind: "query" }>): Report {
  const started = performance.now();
  try {
    return { ok: true, result: read(shape, { text, values }), ms: performance.now() - started };
  } catch (error) {
    const code = error instanceof SqlFailure ? error.sqliteCode : "";
    return { ok: false, code, message: error instanceof Error ? error.message : String(error), sql: text };
  }
}

function read(shape: Shape, query: Sql): unknown[] {
  if (shape === "rows") return connection.all(query);
  if (shape === "column") return connection.column(query);
  return [connection.table(query, { limit: shape.table, integers: "bigint" })];
}
