const lookMs = 4;
/** One look says little: the loop itself may have been busy, and nobody could come or go. */
const stalledLooks = 3;

interface StallOptions {
  isAnybodyWaiting(): boolean;
  /** While somebody waits, again and again. */
  onLook(): void;
  onStall(): void;
}

/**
 * Tells when entries wait and nobody comes or goes. Handlers nest: one that is at work may wait for one in the line, and
 * nothing tells which.
 */
export class Stalls {
  readonly #options: StallOptions;
  #moves = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: StallOptions) {
    this.#options = options;
  }

  /** Somebody came or went. */
  moved(): void {
    this.#moves++;
  }

  /** Looks from now on, as long as somebody waits. */
  watch(): void {
    if (this.#timer !== undefined || !this.#options.isAnybodyWaiting()) return;
    let seen = this.#moves;
    let still = 0;
    this.#timer = setInterval(() => {
      if (!this.#options.isAnybodyWaiting()) {
        this.stop();
        return;
      }
      this.#options.onLook();
      still = this.#moves === seen ? still + 1 : 0;
      seen = this.#moves;
      if (still < stalledLooks) return;
      still = 0;
      this.#options.onStall();
    }, lookMs);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
