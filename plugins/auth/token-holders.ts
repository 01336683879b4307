import type { Db } from "#kernel";
import type { Collections } from "../collections/contract.ts";
import type { RecordModel, Records } from "../records/contract.ts";
import type { TokenKind } from "./contract.ts";
import { isExpired, isSignedWith, readClaims, signingKey, type TokenClaims } from "./tokens.ts";

interface Verified {
  readonly claims: TokenClaims;
  readonly key: string;
}

const remembered = 5000;
const longestRemembered = 2048;

/** Finds out whose tokens are. A signature is computed once; whose token it is, is asked anew every time. */
export class TokenHolders {
  readonly #collections: Collections;
  readonly #records: Records;
  readonly #verified = new Map<string, Verified>();

  constructor(collections: Collections, records: Records) {
    this.#collections = collections;
    this.#records = records;
  }

  async recordOf(db: Db, token: string, kinds: readonly TokenKind[]): Promise<RecordModel | undefined> {
    const known = this.#verified.get(token);
    const claims = known?.claims ?? readClaims(token);
    if (claims === undefined || isExpired(claims) || !isOneOf(kinds, claims.type)) return undefined;
    const collection = this.#collections.find(db, claims.collectionId);
    if (collection === undefined || !collection.isAuth || collection.id !== claims.collectionId)
      return undefined;
    const record = await this.#records.findById(db, collection, claims.id);
    if (record === undefined) return undefined;
    const key = signingKey(record, claims.type);
    if (known?.key === key) return record;
    if (!isSignedWith(token, key)) return undefined;
    this.#remember(token, { claims, key });
    return record;
  }

  #remember(token: string, verified: Verified): void {
    if (token.length > longestRemembered) return;
    if (this.#verified.size >= remembered) {
      const [oldest] = this.#verified.keys();
      if (oldest !== undefined) this.#verified.delete(oldest);
    }
    this.#verified.set(token, verified);
  }
}

function isOneOf(kinds: readonly TokenKind[], type: string): type is TokenKind {
  return kinds.length === 0 ? allKinds.has(type) : (kinds as readonly string[]).includes(type);
}

const allKinds: ReadonlySet<string> = new Set([
  "auth",
  "file",
  "verification",
  "passwordReset",
  "emailChange",
] satisfies TokenKind[]);
