/** What clocks in a zone show, as a moment whose UTC fields are theirs. */
export class WallClock {
  readonly #format: Intl.DateTimeFormat | undefined;

  /** Throws a RangeError for a zone nobody knows. */
  constructor(zone: string) {
    const numeric = {
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
    } as const;
    this.#format =
      zone === "UTC"
        ? undefined
        : new Intl.DateTimeFormat("en-US", { timeZone: zone, hourCycle: "h23", ...numeric });
  }

  at(moment: Date): Date {
    if (this.#format === undefined) return moment;
    const parts = new Map(this.#format.formatToParts(moment).map(({ type, value }) => [type, Number(value)]));
    const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
    return new Date(Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute")));
  }

  /** The first moment at which clocks show this. */
  momentOf(shown: Date): Date {
    const ahead = this.at(shown).getTime() - shown.getTime();
    const guess = new Date(shown.getTime() - ahead);
    const off = this.at(guess).getTime() - shown.getTime(); // the clocks were changed in between
    return new Date(guess.getTime() - off);
  }
}
