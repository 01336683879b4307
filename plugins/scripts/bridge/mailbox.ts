import {
  Assembly,
  describePart,
  elsewhere,
  headBytes,
  headOf,
  kind,
  makeBox,
  type Part,
  partsOf,
  presence,
  slotAt,
  slotCharacters,
  slotCount,
  slotHeadsOf,
  slotState,
  slotWord,
  slotWords,
  talkBytes,
  turn,
  word,
} from "./box.ts";
import type { Wire } from "./wire.ts";

/** Who is told what a guest says. */
export interface Listener {
  said(kind: number, entry: number, wire: Wire): void;
  /** An entry came to its end. It ran so many milliseconds, not counting what came after it awaited something. The text is undefined if it was delivered before. */
  done(entry: number, text: string | undefined, ranMs: number): void;
  /** An entry awaits something; the guest takes no other meanwhile. */
  awaits(entry: number): void;
}

/** The host's side of the memory it shares with one guest. */
export class Mailbox {
  readonly memory = makeBox();
  readonly #head = headOf(this.memory);
  readonly #slots = slotHeadsOf(this.memory);
  readonly #talk = Buffer.from(this.memory, headBytes, talkBytes);
  readonly #texts = Array.from({ length: slotCount }, (_, index) =>
    Buffer.from(this.memory, slotAt(index), slotCharacters * 2),
  );
  readonly #incoming: Assembly;
  readonly #listener: Listener;
  #outgoing: Generator<Part, void> | undefined;
  #used = 0;
  #next = 0;
  #awaiting: number | undefined;

  constructor(listener: Listener) {
    this.#listener = listener;
    const talk = this.#talk;
    this.#incoming = new Assembly(this.#head, {
      text: (length) => talk.toString("utf16le", 0, length * 2),
      bytes: (length) => Uint8Array.from(talk.subarray(0, length)),
    });
  }

  /** Slots that are not empty. */
  get used(): number {
    return this.#used;
  }

  /** Puts an entry into a slot; there must be an empty one. Gives whether its text fits. */
  put(entry: number, text: string): boolean {
    while (this.#slots[this.#next * slotWords + slotWord.state] !== slotState.empty) this.#advance();
    const at = this.#next * slotWords;
    const fits = text.length <= slotCharacters;
    if (fits) this.#texts[this.#next]?.write(text, "utf16le");
    this.#slots[at + slotWord.entry] = entry;
    this.#slots[at + slotWord.length] = fits ? text.length : elsewhere;
    Atomics.store(this.#slots, at + slotWord.state, slotState.ready);
    this.#used++;
    this.#advance();
    return fits;
  }

  /** Takes back the entries the guest has not begun. */
  withdraw(): readonly number[] {
    const entries: number[] = [];
    for (let at = 0; at < this.#slots.length; at += slotWords) {
      const { ready, empty } = slotState;
      if (Atomics.compareExchange(this.#slots, at + slotWord.state, ready, empty) !== ready) continue;
      entries.push(this.#slots[at + slotWord.entry] as number);
      this.#used--;
    }
    return entries.sort((a, b) => a - b);
  }

  /** Sees to it that the guest finds what is ready; false if it is away and must be called. */
  wake(): boolean {
    const { awake, asleep, away } = presence;
    const was = Atomics.compareExchange(this.#head, word.presence, asleep, awake);
    if (was === asleep) Atomics.notify(this.#head, word.presence);
    return was !== away;
  }

  /** Answers what the guest waits for. */
  answer(wire: Wire): void {
    this.#outgoing = partsOf(wire);
    this.#sayNext();
  }

  /** Reads what the guest may have put into the box. */
  look(): void {
    if (this.#used > 0) this.#lookAtSlots();
    if (Atomics.compareExchange(this.#head, word.turn, turn.forHost, turn.host) === turn.forHost)
      this.#listen();
  }

  /** Nobody will answer the guest any more: whatever it waits for, it goes on. */
  close(): void {
    Atomics.store(this.#head, word.over, 1);
    Atomics.notify(this.#head, word.turn);
    Atomics.notify(this.#head, word.presence);
  }

  /** How many entries the guest has begun. */
  get begun(): number {
    return this.#head[word.begun] as number;
  }

  /** Whether the guest is at an entry. */
  get isRunning(): boolean {
    for (let at = slotWord.state; at < this.#slots.length; at += slotWords) {
      if (Atomics.load(this.#slots, at) === slotState.running) return true;
    }
    return false;
  }

  /** Milliseconds the guest has spent waiting. */
  get waitedMs(): number {
    const waited = this.#head[word.waited] as number;
    if (this.#head[word.isWaiting] === 0) return waited;
    return waited + ((Date.now() - (this.#head[word.waitingSince] as number)) | 0);
  }

  #advance(): void {
    this.#next = (this.#next + 1) % slotCount;
  }

  #lookAtSlots(): void {
    for (let index = 0; index < slotCount; index++) {
      const at = index * slotWords;
      const state = Atomics.load(this.#slots, at + slotWord.state);
      if (state === slotState.done) this.#take(index);
      else if (state === slotState.awaiting && this.#awaiting !== index) {
        this.#awaiting = index;
        this.#listener.awaits(this.#slots[at + slotWord.entry] as number);
      }
    }
  }

  #take(index: number): void {
    const at = index * slotWords;
    const entry = this.#slots[at + slotWord.entry] as number;
    const length = this.#slots[at + slotWord.length] as number;
    const text = length === elsewhere ? undefined : this.#texts[index]?.toString("utf16le", 0, length * 2);
    const ranMs = this.#slots[at + slotWord.ran] as number;
    Atomics.store(this.#slots, at + slotWord.state, slotState.empty);
    this.#used--;
    if (this.#awaiting === index) this.#awaiting = undefined;
    this.#listener.done(entry, text, ranMs);
  }

  #listen(): void {
    const said = this.#head[word.kind] as number;
    if (said === kind.goOn) {
      this.#sayNext();
      return;
    }
    const wire = this.#incoming.read();
    if (wire === undefined) this.#handOver();
    else this.#listener.said(said, this.#head[word.entry] as number, wire);
  }

  #sayNext(): void {
    const part = this.#outgoing?.next().value;
    if (part === undefined) return;
    const { content } = part;
    if (typeof content === "string") this.#talk.write(content, "utf16le");
    else this.#talk.set(content);
    describePart(this.#head, part);
    this.#handOver();
  }

  #handOver(): void {
    Atomics.store(this.#head, word.turn, turn.forGuest);
    Atomics.notify(this.#head, word.turn);
  }
}
