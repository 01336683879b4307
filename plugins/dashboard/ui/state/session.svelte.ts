import type { AuthRecord } from "pocketbase";
import { pb, readFailure } from "../client.ts";

class Session {
  record: AuthRecord = $state.raw(pb.authStore.isValid ? pb.authStore.record : null);

  constructor() {
    pb.authStore.onChange((_token, record) => {
      this.record = pb.authStore.isValid ? record : null;
    });
  }

  get open(): boolean {
    return this.record !== null;
  }

  /** Asks the server whether the kept session still counts; only a clear no ends it. */
  async confirm(): Promise<void> {
    if (!this.open) return;
    try {
      await pb.collection("_superusers").authRefresh();
    } catch (cause) {
      if ([401, 403, 404].includes(readFailure(cause).status)) this.end();
    }
  }

  end(): void {
    pb.realtime.unsubscribe().catch(() => undefined); // the connection may be gone already
    pb.authStore.clear();
  }
}

export const session = new Session();

// A session that ends on the server ends here too, whichever request noticed.
pb.afterSend = (response, data) => {
  if (response.status === 401 && session.open && !response.url.includes("/auth-with-")) session.end();
  return data;
};
