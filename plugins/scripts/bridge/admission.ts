/** Entries admitted at once, to begin with. More sandboxes would only take turns on the cores, and each must be warm to be fast. */
const least = 8;
/** More than this are never admitted for want of progress; whoever waits for the world outside is not counted. */
const most = 64;
/** After so many looks without anybody coming or going, those inside are taken to wait for somebody in the line. */
const stalledLooks = 3;
const lookMs = 4;

/**
 * Lets entries in, a few at a time. Handlers nest: one that is inside may wait for one in the line, and nothing tells which.
 * So when nobody leaves for a while, the one that came last, being the likeliest, is let in besides.
 */
export class Admission {
  #limit = least;
  #inside = 0;
  /** Changes whenever somebody is admitted or leaves. */
  #moves = 0;
  readonly #line: (() => void)[] = [];
  #watch: NodeJS.Timeout | undefined;

  /** Settles when the caller may go in; what it gives is to be called once when it leaves. */
  async enter(): Promise<() => void> {
    if (this.#inside < this.#limit) this.#admit();
    else await this.#wait();
    return this.#exit();
  }

  /** For those who left only for a while: they hold a sandbox and cannot stand in the line. */
  enterAgain(): () => void {
    this.#admit();
    return this.#exit();
  }

  #exit(): () => void {
    let isInside = true;
    return () => {
      if (!isInside) return;
      isInside = false;
      this.#leave();
    };
  }

  /** Lets the limit grow less when there is less to do. */
  relax(): void {
    if (this.#line.length === 0) this.#limit = Math.max(least, this.#limit - 1);
  }

  #admit(): void {
    this.#inside++;
    this.#moves++;
  }

  async #wait(): Promise<void> {
    this.#watch ??= this.#watchForStalls();
    await new Promise<void>((resolve) => this.#line.push(resolve));
  }

  #leave(): void {
    this.#inside--;
    this.#moves++;
    if (this.#inside < this.#limit) this.#call(this.#line.shift());
  }

  #call(next: (() => void) | undefined): void {
    if (next !== undefined) {
      this.#admit();
      next();
    }
    if (this.#line.length > 0) return;
    clearInterval(this.#watch);
    this.#watch = undefined;
  }

  #watchForStalls(): NodeJS.Timeout {
    let seen = this.#moves;
    let still = 0; // one look says little: the loop itself may have been busy, and nobody could come or go
    return setInterval(() => {
      still = this.#moves === seen ? still + 1 : 0;
      if (still >= stalledLooks) {
        this.#limit = Math.min(most, this.#limit + 1);
        this.#call(this.#line.pop());
        still = 0;
      }
      seen = this.#moves;
    }, lookMs);
  }
}
