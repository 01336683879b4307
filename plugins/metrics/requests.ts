import type { Metric } from "./exposition.ts";

/** Upper ends of the classes of duration, in seconds. */
const bounds = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5];

/** Counts requests by method and status, and how long they took. */
export class RequestCounts {
  readonly #counts = new Map<string, number>();
  readonly #buckets = new Array<number>(bounds.length).fill(0);
  #total = 0;
  #seconds = 0;

  add(method: string, status: number, seconds: number): void {
    const key = `${method} ${status}`;
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
    this.#total++;
    this.#seconds += seconds;
    for (let i = bounds.length - 1; i >= 0 && seconds <= (bounds[i] as number); i--) {
      this.#buckets[i] = (this.#buckets[i] ?? 0) + 1;
    }
  }

  metrics(): readonly Metric[] {
    const byStatus = [...this.#counts].map(([key, value]) => {
      const [method = "", status = ""] = key.split(" ");
      return { labels: { method, status }, value };
    });
    const buckets = bounds.map((bound, i) => ({
      suffix: "_bucket",
      labels: { le: String(bound) },
      value: this.#buckets[i] ?? 0,
    }));
    return [
      { name: "isobase_requests_total", help: "Requests answered.", type: "counter", samples: byStatus },
      {
        name: "isobase_request_duration_seconds",
        help: "Time until the answer was ready.",
        type: "histogram",
        samples: [
          ...buckets,
          { suffix: "_bucket", labels: { le: "+Inf" }, value: this.#total },
          { suffix: "_sum", value: this.#seconds },
          { suffix: "_count", value: this.#total },
        ],
      },
    ];
  }
}
