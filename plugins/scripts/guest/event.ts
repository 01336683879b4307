import { decodeValue, type Tagged } from "../bridge/wire.ts";
import { Bytes } from "./bytes.ts";
import { codec, toWire } from "./codec.ts";
import { Collection } from "./collection.ts";
import { Context } from "./context.ts";
import { call } from "./host.ts";
import { MailClient } from "./mail.ts";
import { forgetSubscriptions } from "./realtime.ts";
import { Record } from "./record.ts";
import { type RequestData, RequestEvent } from "./request.ts";
import { toText } from "./text.ts";

/** What the host sends of an event: copied fields and lent objects by name. */
export interface EventData {
  readonly hook: string;
  readonly fields: { readonly [field: string]: unknown };
  readonly request?: RequestData;
}

/** What a handler changed, for the host; and what the rest of the chain changed, from there. */
export interface Delta {
  readonly fields?: { readonly [field: string]: unknown };
  readonly records?: readonly (readonly [handle: number, changes: unknown])[];
  readonly request?: unknown;
  /** The handlers are over, and what follows them is to begin. */
  readonly next?: boolean;
}

const ways = new Map<string, PropertyDescriptor>();

/** The event of a hook as scripts see it: `app`, its fields, and for requests all of theirs. */
export class HookEvent extends RequestEvent {
  /** Fields as they came; they are read when a handler first looks. */
  readonly #raw: { [field: string]: unknown };
  readonly #fields = new Map<string, unknown>();
  readonly #sent = new Map<string, string>();

  /** Events without a request have only what their hook declares. */
  static of(data: EventData): HookEvent {
    if (data.request !== undefined) return new HookEvent(data);
    const event = Reflect.construct(HookEvent, [data], Bare) as HookEvent;
    return Object.assign(event, ownThings(data.fields));
  }

  constructor(data: EventData) {
    super(data.request);
    this.#raw = { ...data.fields };
    for (const field of Object.keys(data.fields)) Object.defineProperty(this, field, HookEvent.#way(field));
  }

  /** To a field, the same for all events: with functions of its own, each would have a shape of its own. */
  static #way(field: string): PropertyDescriptor {
    const known = ways.get(field);
    if (known !== undefined) return known;
    const way: PropertyDescriptor = {
      get(this: HookEvent) {
        return this.#read(field);
      },
      set(this: HookEvent, next: unknown) {
        this.#read(field);
        this.#fields.set(field, next);
      },
      enumerable: true,
      configurable: true,
    };
    ways.set(field, way);
    return way;
  }

  #read(field: string): unknown {
    // A record is described where it comes first and only named afterwards, so what comes before is read before.
    for (const known of Object.keys(this.#raw)) {
      const isWanted = known === field;
      if (!this.#fields.has(known) && (isWanted || !isCollection(this.#raw[known]))) this.#unpack(known);
      if (isWanted) break;
    }
    return this.#fields.get(field);
  }

  #unpack(field: string): void {
    const value = decodeValue(this.#raw[field], codec);
    this.#fields.set(field, this.#isPush(field) ? asPush(value as Push) : value);
    this.#sent.set(field, fingerprint(value));
  }

  /** Is this the message of a realtime event? Its data is bytes to scripts, and text to the host. */
  #isPush(field: string): boolean {
    return field === "message" && "client" in this.#raw;
  }

  /** What the host must know before it goes on. Undefined when nothing changed. */
  static changes(event: HookEvent): Delta | undefined {
    const delta: { fields?: { [field: string]: unknown }; records?: [number, unknown][]; request?: unknown } =
      {};
    for (const [field, held] of event.#fields) {
      const value = event.#isPush(field) ? ofPush(held as Push) : held;
      if (event.#changed(field, value)) delta.fields = { ...delta.fields, [field]: value };
      for (const record of recordsIn(value)) {
        const changes = Record.takeChanges(record, (inner) => inner);
        if (changes !== undefined)
          delta.records = [...(delta.records ?? []), [Record.handleOf(record), changes]];
      }
    }
    const request = RequestEvent.delta(event);
    if (request !== undefined) delta.request = request;
    return Object.keys(delta).length === 0 ? undefined : delta;
  }

  #changed(field: string, value: unknown): boolean {
    const before = this.#sent.get(field);
    const now = fingerprint(value);
    this.#sent.set(field, now);
    return before !== now;
  }

  /** Takes over what the rest of the chain changed. */
  static takeOver(event: HookEvent, delta: Delta | null): void {
    if ("client" in event.#raw) event.#read("client"); // as it was, to be asked again
    forgetSubscriptions();
    if (delta === null) return;
    for (const [field, value] of Object.entries(delta.fields ?? {})) {
      event.#fields.set(field, event.#isPush(field) ? asPush(value as Push) : value);
      event.#sent.set(field, fingerprint(value));
    }
    for (const [handle, tagged] of delta.records ?? []) Record.refreshLent(handle, tagged as Tagged);
    if (delta.request !== undefined) RequestEvent.merge(event, delta.request);
  }
}

interface Push {
  readonly name: unknown;
  readonly data: unknown;
}

function asPush({ data, ...rest }: Push): Push {
  return { ...rest, data: typeof data === "string" ? Bytes.ofText(data) : data };
}

function ofPush({ data, ...rest }: Push): Push {
  return { ...rest, data: toText(data) };
}

/** What some events have besides what the host tells: a mailer, or a server to set up, which sets itself up here. */
function ownThings(fields: EventData["fields"]): object {
  if ("message" in fields && !("client" in fields)) return { mailer: new MailClient(0) };
  if (!("address" in fields)) return {};
  return { server: {}, certManager: {}, listener: null, installerFunc: null, uiExtensions: [] };
}

/** The form of events without a request: only the app, and the context that saving was given. */
class Bare {
  get context(): Context {
    return new Context();
  }
}

const ownApp = Object.getOwnPropertyDescriptor(RequestEvent.prototype, "app") as PropertyDescriptor;
Object.defineProperty(Bare.prototype, "app", ownApp);

/** Hands over to what follows in the host: other plugins' handlers, and the work itself. */
export function leave(event: HookEvent): void {
  HookEvent.takeOver(event, call<Delta | null>("event.next", HookEvent.changes(event) ?? null));
}

function isCollection(raw: unknown): boolean {
  return (raw as Tagged | null)?.$ === "collection";
}

function recordsIn(value: unknown): readonly Record[] {
  if (value instanceof Record) return [value];
  return Array.isArray(value) && value[0] instanceof Record ? (value as Record[]) : [];
}

// Records tell their changes themselves; which records they are is told by their handles.
function fingerprint(value: unknown): string {
  if (value instanceof Record) return `record ${Record.markOf(value)}`;
  if (value instanceof Collection) return `collection ${JSON.stringify(value[toWire]())}`;
  if (typeof value !== "object" || value === null) return `${typeof value} ${String(value)}`;
  if (Array.isArray(value) && value[0] instanceof Record) {
    return `records ${value.map((record: Record) => Record.markOf(record)).join()}`;
  }
  return JSON.stringify(value) ?? "";
}
