import { setImmediate as nextTurn } from "node:timers/promises";
import type { Mailbox } from "./mailbox.ts";

const memory = new SharedArrayBuffer(4);
const bell = new Int32Array(memory);
const boxes = new Set<Mailbox>();
let isListening = false;

/** What guests ring when there is something in their boxes: one for all, so that one waking serves many. */
export const doorbell = {
  memory,

  /** Looks into this box whenever somebody rings. */
  attend(box: Mailbox): void {
    boxes.add(box);
    if (isListening) return;
    isListening = true;
    process.once("exit", () => {
      for (const one of boxes) one.close(); // the process waits for its threads
    });
    void listen();
  },

  leave(box: Mailbox): void {
    boxes.delete(box);
  },
};

async function listen(): Promise<void> {
  for (;;) {
    const ringing = Atomics.waitAsync(bell, 0, 0);
    if (ringing.async) await ringing.value;
    else await nextTurn(); // rung meanwhile: everybody else has a turn first
    Atomics.store(bell, 0, 0);
    for (const box of boxes) box.look();
  }
}
