import { setTimeout as pause } from "node:timers/promises";
import type { Isolate } from "isolated-vm-5";

/** A session of the inspector protocol with one sandbox. */
export interface InspectorLink {
  send(message: string): void;
  /** Lets the sandbox go on, and ends the session when it does. */
  close(): Promise<void>;
}

/** Numbers of what is asked by us. */
const farewell = 2_000_000_000;
const nudge = farewell + 1;
/** What comes while a sandbox is about to stop is only looked at when something else comes: after so many milliseconds. */
const nudgeMs = 50;
/** A sandbox that waits for an answer of ours says nothing meanwhile. */
const longestMs = 2000;

/** Opens a session; `listen` gets answers and events, `onClose` hears when it has ended. */
export function openInspector(
  isolate: Isolate,
  listen: (message: string) => void,
  onClose: () => void,
): InspectorLink {
  const session = isolate.createInspectorSession();
  let unanswered = 0;
  const ask = (message: string): void => {
    unanswered++;
    session.dispatchProtocolMessage(message);
  };
  session.onNotification = listen;
  session.onResponse = (id, message) => {
    unanswered--;
    if (id !== nudge && id !== farewell) listen(message);
  };
  const nudging = setInterval(() => {
    if (isolate.isDisposed) clearInterval(nudging);
    else if (unanswered > 0) ask(question(nudge, "Schema.getDomains"));
  }, nudgeMs).unref();
  let closing: Promise<void> | undefined;
  // Ending a session that still has something to say ends the process.
  const end = async (): Promise<void> => {
    clearInterval(nudging);
    session.onNotification = () => {};
    for (let waited = 0; waited < longestMs; waited += nudgeMs) {
      ask(question(farewell, "Debugger.disable"));
      await pause(nudgeMs, undefined, { ref: false });
      if (unanswered === 0) break;
    }
    session.dispose();
    onClose();
  };
  return {
    send: ask,
    close() {
      closing ??= end().catch(() => onClose()); // the sandbox was gone first
      return closing;
    },
  };
}

function question(id: number, method: string): string {
  return JSON.stringify({ id, method });
}
