import { statSync } from "node:fs";
import path from "node:path";
import { type IntervalHistogram, monitorEventLoopDelay } from "node:perf_hooks";
import type { Metric } from "./exposition.ts";

/** Figures of the process and its files. */
export class ProcessFigures {
  readonly #dir: string;
  readonly #delay: IntervalHistogram = monitorEventLoopDelay({ resolution: 20 });

  constructor(dir: string) {
    this.#dir = dir;
  }

  start(): void {
    this.#delay.enable();
  }

  stop(): void {
    this.#delay.disable();
  }

  metrics(): readonly Metric[] {
    const { user, system } = process.cpuUsage();
    const { rss, heapUsed } = process.memoryUsage();
    const delay = this.#delay.percentile(99) / 1e9;
    this.#delay.reset();
    return [
      gauge("process_resident_memory_bytes", "Memory of the process.", rss),
      gauge("isobase_heap_used_bytes", "Memory in use by scripts of the server itself.", heapUsed),
      {
        name: "process_cpu_seconds_total",
        help: "Time on processors.",
        type: "counter",
        samples: [{ value: (user + system) / 1e6 }],
      },
      gauge("process_start_time_seconds", "When the process started.", Date.now() / 1000 - process.uptime()),
      gauge("isobase_event_loop_delay_p99_seconds", "Lateness of the event loop since last asked.", delay),
      {
        name: "isobase_database_bytes",
        help: "Size of database files.",
        type: "gauge",
        samples: ["data.db", "data.db-wal", "auxiliary.db", "auxiliary.db-wal"].map((file) => ({
          labels: { file },
          value: statSync(path.join(this.#dir, file), { throwIfNoEntry: false })?.size ?? 0,
        })),
      },
    ];
  }
}

function gauge(name: string, help: string, value: number): Metric {
  return { name, help, type: "gauge", samples: [{ value }] };
}
