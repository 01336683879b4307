const width = 30;
const leastMs = 50;

/** One line on a terminal that shows how far something has come; nothing at all where the output is no terminal. */
export class ProgressBar {
  readonly #out: Pick<NodeJS.WriteStream, "write" | "isTTY">;
  #shownAt = Number.NEGATIVE_INFINITY;
  #label = "";

  constructor(out: Pick<NodeJS.WriteStream, "write" | "isTTY"> = process.stderr) {
    this.#out = out;
  }

  /** Without a total only what is done is shown. Both in bytes, or whatever is counted when `unit` says so. */
  show(label: string, done: number, total: number, unit: "bytes" | "items" = "bytes"): void {
    if (!this.#out.isTTY) return;
    const now = performance.now();
    const isPassing = label === this.#label && done < total && now - this.#shownAt < leastMs;
    if (isPassing) return;
    this.#shownAt = now;
    this.#label = label;
    this.#out.write(`\r\u001b[2K${line(label, done, total, unit)}`);
  }

  /** Leaves the line empty for what comes next. */
  clear(): void {
    if (this.#out.isTTY && this.#label !== "") this.#out.write("\r\u001b[2K");
    this.#label = "";
  }
}

function line(label: string, done: number, total: number, unit: "bytes" | "items"): string {
  const amount = (n: number): string => (unit === "items" ? String(n) : megabytes(n));
  if (total <= 0) return done > 0 ? `${label} ${amount(done)}` : `${label} …`;
  const part = Math.min(1, done / total);
  const filled = Math.round(part * width);
  const bar = "█".repeat(filled) + "░".repeat(width - filled);
  return `${label} ${bar} ${Math.floor(part * 100)} % of ${amount(total)}`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
