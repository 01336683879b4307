import type { Isolate } from "isolated-vm-5";

/** A session of the inspector protocol with one sandbox. */
export interface InspectorLink {
  send(message: string): void;
  /** Lets the sandbox go on, and ends the session when it does. */
  close(): Promise<void>;
}

/** Number of the last thing that is asked. */
const farewell = 2_000_000_000;
/** A sandbox that waits for an answer of ours says nothing meanwhile. */
const longestMs = 500;

/** Opens a session; `listen` gets answers and events, `onClose` hears when it has ended. */
export function openInspector(
  isolate: Isolate,
  listen: (message: string) => void,
  onClose: () => void,
): InspectorLink {
  const session = isolate.createInspectorSession();
  let said: () => void = () => {};
  session.onNotification = listen;
  session.onResponse = (id, message) => {
    if (id === farewell) said();
    else listen(message);
  };
  let closing: Promise<void> | undefined;
  // Ending a session that still has something to say ends the process.
  const end = async (): Promise<void> => {
    const gone = new Promise<void>((resolve) => {
      said = resolve;
      setTimeout(resolve, longestMs).unref();
    });
    session.onNotification = () => {};
    session.dispatchProtocolMessage(JSON.stringify({ id: farewell, method: "Debugger.disable" }));
    await gone;
    session.dispose();
    onClose();
  };
  return {
    send: (message) => session.dispatchProtocolMessage(message),
    close() {
      closing ??= end().catch(() => onClose()); // the sandbox was gone first
      return closing;
    },
  };
}
