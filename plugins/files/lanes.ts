import { TooMuchWaiting } from "./errors.ts";

/** As many may wait; who comes later is refused at once. */
const mostWaiting = 1000;

/** A queue for heavy work: so many at once, and none waits longer than it may. */
export class Lanes {
  readonly #waitMs: number;
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor({ atOnce, waitMs }: { readonly atOnce: number; readonly waitMs: number }) {
    this.#free = atOnce;
    this.#waitMs = waitMs;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free--;
    else await this.#turn();
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free++;
      else next(); // the lane passes on without becoming free
    }
  }

  async #turn(): Promise<void> {
    if (this.#waiting.length >= mostWaiting) throw new TooMuchWaiting();
    await new Promise<void>((resolve, reject) => {
      const enter = (): void => {
        clearTimeout(patience);
        resolve();
      };
      const patience = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(enter), 1);
        reject(new TooMuchWaiting());
      }, this.#waitMs);
      patience.unref();
      this.#waiting.push(enter);
    });
  }
}
