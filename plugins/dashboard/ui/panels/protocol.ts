/** What passes between the dashboard and a panel in its frame, over one message port. Documented in docs/panels.md. */

/** The version of this protocol; the first message carries it. */
export const protocolVersion = 1;

export interface PanelField {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
}

/** All a panel knows. Sent once at the start, and whole again whenever something in it changes. */
export interface PanelState {
  readonly place: "page" | "record" | "field";
  readonly theme: {
    readonly scheme: "light" | "dark";
    /** Custom properties of the dashboard's style, such as `--ink`. */
    readonly colors: Readonly<Record<string, string>>;
  };
  /** Missing on a page. */
  readonly collection?: {
    readonly name: string;
    readonly type: string;
    readonly fields: readonly PanelField[];
  };
  /** The record as the form has it now, without passwords, hidden values and files not yet sent. */
  readonly record?: Readonly<Record<string, unknown>>;
  /** The field that a field editor stands for, with its value. */
  readonly field?: PanelField;
  readonly value?: unknown;
  /** Why the server refused the value, if it did. */
  readonly error?: string;
  /** Whether changes are refused now. */
  readonly readonly: boolean;
}

/** What the dashboard says. */
export type ToPanel =
  | { readonly say: "state"; readonly state: PanelState }
  | { readonly say: "answer"; readonly id: number; readonly value: unknown }
  | { readonly say: "refusal"; readonly id: number; readonly message: string; readonly status?: number };

/** What a panel may ask for; each question is answered or refused under its number. */
export type FromPanel = { readonly id: number } & PanelQuestion;

export type PanelQuestion =
  /** Puts a value into the form; the person saves it. A field editor leaves out `field`. */
  | { readonly ask: "change"; readonly field?: string; readonly value: unknown }
  /** Goes to a place inside the dashboard: `["collections", "posts"]`. */
  | { readonly ask: "go"; readonly to: readonly string[] }
  /** Makes the frame so many pixels high. */
  | { readonly ask: "height"; readonly pixels: number }
  /** Sends one of the requests the plugin declared. */
  | {
      readonly ask: "call";
      readonly method: string;
      readonly path: string;
      readonly query?: Readonly<Record<string, string>>;
      readonly body?: unknown;
    };
