import { type Failure, noFailure, readFailure } from "../../client.ts";
import { type Settings, settings } from "../../state/settings.svelte.ts";
import { say } from "../../state/toasts.svelte.ts";
import { common } from "../../texts/common.ts";

/** Some sections of the settings while they are edited together on one page. */
export class SettingsForm<K extends keyof Settings> {
  value: Pick<Settings, K> = $state() as Pick<Settings, K>;
  busy = $state(false);
  failure: Failure = $state.raw(noFailure);
  readonly #sections: readonly K[];
  #before = $state.raw("");

  constructor(...sections: readonly K[]) {
    this.#sections = sections;
    this.reset();
  }

  get changed(): boolean {
    return JSON.stringify(this.value) !== this.#before;
  }

  get errors(): Readonly<Record<string, string>> {
    return this.failure.fields;
  }

  reset(): void {
    const current = settings.value;
    if (current === undefined) return;
    const picked = Object.fromEntries(this.#sections.map((key) => [key, current[key]])) as Pick<Settings, K>;
    this.#before = JSON.stringify(picked);
    this.value = structuredClone(picked);
    this.failure = noFailure;
  }

  async save(): Promise<boolean> {
    this.busy = true;
    this.failure = noFailure;
    try {
      await settings.save($state.snapshot(this.value) as Partial<Settings>);
      this.reset();
      say(common.saved);
      return true;
    } catch (cause) {
      this.failure = readFailure(cause);
      return false;
    } finally {
      this.busy = false;
    }
  }
}
