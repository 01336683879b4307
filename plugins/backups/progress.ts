import type { BackupProgress, BackupStep, FinishedBackup } from "./contract.ts";

/** How far the backup or restore of the moment has come, and how the last one ended. */
export class Progress {
  readonly #watchers = new Set<(progress: BackupProgress) => void>();
  #current: BackupProgress | undefined;
  #last: FinishedBackup | undefined;

  watch(listen: (progress: BackupProgress) => void): void {
    this.#watchers.add(listen);
  }

  get current(): BackupProgress | undefined {
    return this.#current;
  }

  get last(): FinishedBackup | undefined {
    return this.#last;
  }

  begin(kind: BackupProgress["kind"], key: string): void {
    this.#move({ kind, key, step: "starting", done: 0, total: 0, startedAt: new Date().toISOString() });
  }

  /** The next step, with how many bytes it has to get through; 0 if that cannot be said. */
  step(step: BackupStep, total = 0): void {
    if (this.#current !== undefined) this.#move({ ...this.#current, step, done: 0, total });
  }

  advance(bytes: number): void {
    if (this.#current === undefined) return;
    const { done, total } = this.#current;
    this.#move({ ...this.#current, done: total === 0 ? done + bytes : Math.min(total, done + bytes) });
  }

  /** A step of what runs now that comes when nothing else runs any more. */
  stepLater(step: BackupStep): () => void {
    const current = this.#current;
    return () => {
      if (current !== undefined) this.#tell({ ...current, step, done: 0, total: 0 });
    };
  }

  end(outcome: Pick<FinishedBackup, "kind" | "key" | "error">): void {
    this.#current = undefined;
    this.#last = { ...outcome, ok: outcome.error === undefined, endedAt: new Date().toISOString() };
  }

  #move(progress: BackupProgress): void {
    this.#current = progress;
    this.#tell(progress);
  }

  #tell(progress: BackupProgress): void {
    for (const listen of this.#watchers) listen(progress);
  }
}
