/** A request a script sends out. */
export interface Outgoing {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: OutgoingBody;
  /** Milliseconds. */
  readonly timeout: number;
}

export type OutgoingBody = string | Uint8Array | FormBody | null | undefined;

export interface FormBody {
  readonly form: readonly {
    readonly key: string;
    readonly value?: string;
    readonly file?: { readonly name: string; readonly bytes: Uint8Array };
  }[];
}

/** What came back. */
export interface Incoming {
  readonly status: number;
  readonly statusText: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string[]>>;
  readonly cookies: readonly object[];
  readonly body: Uint8Array;
}

/** Where requests of scripts go: out, or to whoever answers in place of the world. */
export interface Network {
  send(request: Outgoing): Promise<Incoming>;
}
