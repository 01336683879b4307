import type { OAuth2User } from "../contract.ts";
import type { ProviderOptions } from "../options/shape.ts";

/** What a provider tells of somebody; what it does not say, or not for certain, is "". */
export type Profile = Pick<OAuth2User, "id" | "name" | "username" | "email" | "avatarURL">;

/** What a provider answered when it was given the code. */
export interface Granted {
  readonly accessToken: string;
  readonly refreshToken: string;
  /** Of the access token, in seconds; 0 if it was not told. */
  readonly expiresIn: number;
  /** The whole answer. */
  readonly raw: Readonly<Record<string, unknown>>;
}

/** Asks a provider for JSON with the right that was granted. */
export type Ask = (
  url: string,
  request?: {
    readonly headers?: Readonly<Record<string, string>>;
    /** Sent as JSON, by POST. */
    readonly body?: unknown;
  },
) => Promise<unknown>;

/** One sign-in with a provider, as its part of the code sees it. */
export interface Visit {
  readonly options: ProviderOptions;
  readonly granted: Granted;
  readonly ask: Ask;
  /** Where the provider tells who somebody is. */
  readonly userInfoURL: string;
  readonly code: string;
}

/** A service people can sign in with. */
export interface Provider {
  readonly name: string;
  readonly displayName: string;
  /** Background of its sign, and what stands on it. */
  readonly sign: readonly [color: string, text: string];
  readonly pkce: boolean;
  readonly scopes: readonly string[];
  /** "" for what every installation has its own of. */
  readonly authURL: string;
  readonly tokenURL: string;
  readonly userInfoURL: string;
  /** Added to the address of the sign-in page. */
  readonly authParams?: Readonly<Record<string, string>>;
  /** The raw answer about somebody, whatever requests that takes; one GET of userInfoURL unless said otherwise. */
  fetchUser?(visit: Visit): Promise<unknown>;
  /** Reads the raw answer; throws when it is of somebody who may not sign in. */
  profile(user: Answer, visit: Visit): Profile | Promise<Profile>;
}

/** A JSON value read by path; what is not there, or of another type, is the empty value of what is asked for. */
export class Answer {
  readonly value: unknown;

  constructor(value: unknown) {
    this.value = value;
  }

  at(...path: readonly (string | number)[]): Answer {
    let value = this.value;
    for (const step of path) value = (value as Record<string | number, unknown> | null | undefined)?.[step];
    return new Answer(value);
  }

  /** Numbers too, as ids often are; 0 counts as none. */
  text(...path: readonly (string | number)[]): string {
    const { value } = this.at(...path);
    if (typeof value === "string") return value;
    return typeof value === "number" && value !== 0 ? String(value) : "";
  }

  isTrue(...path: readonly (string | number)[]): boolean {
    const { value } = this.at(...path);
    return value === true || value === "true";
  }

  list(...path: readonly (string | number)[]): readonly Answer[] {
    const { value } = this.at(...path);
    return Array.isArray(value) ? value.map((item) => new Answer(item)) : [];
  }

  object(): Record<string, unknown> {
    const { value } = this;
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : {};
  }
}

/** Refuses somebody the provider itself does not count as a user. */
export function demand(isGood: boolean, expectation: string): void {
  if (!isGood) throw new Error(expectation);
}
