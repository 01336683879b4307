import type { Middleware, RequestEvent } from "#kernel";
import type { Collection } from "../collections/contract.ts";
import { Viewer } from "../records/contract.ts";
import type { RateLimitRule, Settings } from "../settings/contract.ts";
import { TooManyRequests } from "./errors.ts";
import { isListed } from "./superuser-ips.ts";
import { Windows } from "./windows.ts";

const id = "pbRateLimit";
const priority = -1000;

/** Counts requests by client and rule, those of collections also by collection and route, as the settings of the moment say. */
export class RateLimits {
  readonly #settings: Settings;
  readonly #onFirstUse: () => void;
  readonly #windows = new Windows();
  #used = false;

  /** `onFirstUse` is called once there is something to clean up. */
  constructor(settings: Settings, onFirstUse: () => void) {
    this.#settings = settings;
    this.#onFirstUse = onFirstUse;
  }

  /** For every route that does not count for itself. */
  middleware(): Middleware {
    return { id, priority, before: (e) => this.#count(e, "", () => pathLabels(e)) };
  }

  /** In place of middleware() on routes of a collection's actions. */
  collectionMiddleware(find: (e: RequestEvent) => Collection, ...actions: readonly string[]): Middleware {
    return {
      id,
      priority,
      before: (e) => {
        const collection = find(e);
        this.#count(e, collection.id, () => [...actionLabels(collection, actions), ...pathLabels(e)]);
      },
    };
  }

  /** Inside routes that are `countedInside`, once the collection is known. */
  countAction(e: RequestEvent, collection: Collection, actions: readonly string[]): void {
    this.#count(e, collection.id, () => [...actionLabels(collection, actions), ...pathLabels(e)]);
  }

  forgetAll(): void {
    this.#windows.clear();
  }

  /** Forgets clients who have not been seen for a while. */
  forgetIdle(): void {
    this.#windows.forgetIdle();
  }

  #count(e: RequestEvent, collectionId: string, labels: () => readonly string[]): void {
    const { rateLimits } = this.#settings.values;
    if (!rateLimits.enabled || rateLimits.rules.length === 0) return;
    const viewer = e.get(Viewer);
    if (viewer.isSuperuser) return;
    const audience = viewer.record === undefined ? "@guest" : "@auth";
    const rule = findRule(rateLimits.rules, labels(), audience);
    if (rule === undefined) return;
    const ip = this.#settings.realIp(e);
    if (isListed(rateLimits.excludedIPs, ip)) return;
    this.#tellFirstUse();
    const route =
      collectionId === "" ? "" : `${collectionId} ${e.pattern?.method ?? ""} ${e.pattern?.text ?? ""}`;
    const key = `${route} ${rule.label} ${rule.audience}`;
    if (!this.#windows.admit(key, ip, rule)) throw new TooManyRequests();
  }

  #tellFirstUse(): void {
    if (this.#used) return;
    this.#used = true;
    this.#onFirstUse();
  }
}

/** The rule for the first label that has one: its own, or that of the path it lies under. */
export function findRule(
  rules: readonly RateLimitRule[],
  labels: readonly string[],
  audience: "@guest" | "@auth",
): RateLimitRule | undefined {
  const held = rules.filter((rule) => rule.audience === "" || rule.audience === audience);
  for (const label of labels) {
    const own = held.find((rule) => rule.label === label);
    if (own !== undefined) return own;
    const above = held.find((rule) => rule.label.endsWith("/") && `${label}/`.startsWith(rule.label));
    if (above !== undefined) return above;
  }
  return undefined;
}

function actionLabels(collection: Collection, actions: readonly string[]): string[] {
  return [
    ...actions.map((action) => `${collection.name}:${action}`),
    ...actions.map((action) => `*:${action}`),
  ];
}

function pathLabels(e: RequestEvent): string[] {
  return [`${e.method} ${e.path}`, e.path];
}
