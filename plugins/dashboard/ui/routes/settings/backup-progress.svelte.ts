import { pb } from "../../client.ts";

/** What the server does about a backup now, and how the last time ended. */
export interface Progress {
  readonly running: boolean;
  readonly kind?: string;
  readonly key?: string;
  readonly step?: string;
  readonly done?: number;
  /** 0 where it cannot be said. */
  readonly total?: number;
  readonly last?: {
    readonly kind: string;
    readonly key: string;
    readonly ok: boolean;
    readonly error?: string;
  } | null;
}

const whileRunningMs = 400;
const atRestMs = 4000;

/** Looks now and then, and often while something is under way. */
export class BackupProgress {
  value: Progress | undefined = $state.raw();
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #onEnd: () => void;
  #stopped = false;

  constructor(onEnd: () => void) {
    this.#onEnd = onEnd;
  }

  /** Looks at once, and goes on by itself. */
  async look(): Promise<void> {
    clearTimeout(this.#timer);
    const was = this.value?.running === true;
    try {
      this.value = await pb.send<Progress>("/api/isobase/backups/progress", {});
    } catch {
      this.value = undefined; // a server that does not tell, or that is down for a restore
    }
    if (was && this.value?.running === false) this.#onEnd();
    if (this.#stopped) return;
    this.#timer = setTimeout(() => void this.look(), this.value?.running ? whileRunningMs : atRestMs);
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }
}
