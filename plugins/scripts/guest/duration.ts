const units = { h: 3_600_000_000_000, m: 60_000_000_000, s: 1_000_000_000, ms: 1_000_000, us: 1_000, ns: 1 };

/** A span of time: a number of nanoseconds that reads as `1h2m3.5s`. */
export class Duration {
  readonly #ns: number;

  constructor(ns: number) {
    this.#ns = ns;
  }

  hours(): number {
    return this.#ns / units.h;
  }

  minutes(): number {
    return this.#ns / units.m;
  }

  seconds(): number {
    return this.#ns / units.s;
  }

  milliseconds(): number {
    return Math.trunc(this.#ns / units.ms);
  }

  microseconds(): number {
    return Math.trunc(this.#ns / units.us);
  }

  nanoseconds(): number {
    return this.#ns;
  }

  abs(): Duration {
    return new Duration(Math.abs(this.#ns));
  }

  valueOf(): number {
    return this.#ns;
  }

  string(): string {
    return this.#ns < 0 ? `-${shown(-this.#ns)}` : shown(this.#ns);
  }

  toString(): string {
    return this.string();
  }

  toJSON(): number {
    return this.#ns;
  }
}

function shown(ns: number): string {
  if (ns === 0) return "0s";
  if (ns < units.s) {
    if (ns >= units.ms) return `${ns / units.ms}ms`;
    return ns >= units.us ? `${ns / units.us}µs` : `${ns}ns`;
  }
  const hours = Math.floor(ns / units.h);
  const minutes = Math.floor((ns % units.h) / units.m);
  const lead = hours > 0 ? `${hours}h${minutes}m` : minutes > 0 ? `${minutes}m` : "";
  return `${lead}${(ns % units.m) / units.s}s`;
}
