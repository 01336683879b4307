import {
  type AppError,
  BadRequest,
  type Db,
  errorAnswer,
  type RequestEvent,
  ToldAsIs,
  type UploadedFile,
} from "#kernel";
import type { SettingsValues } from "../../settings/contract.ts";
import { type BatchRequestEvent, type BatchRequestItem, onBatchRequest } from "../contract.ts";
import { BatchFailed, BatchNotAllowed } from "../errors.ts";
import type { Parts } from "../services.ts";
import type { Heard } from "./asked.ts";
import { findAction } from "./batch-action.ts";
import { readBatch } from "./batch-body.ts";
import { innerRequest } from "./batch-request.ts";

type BatchSettings = Readonly<SettingsValues["batch"]>;

const usualTimeout = 3;
const nothing = "null";
const noFiles: readonly UploadedFile[] = [];

/** POST /api/batch: several requests in one transaction, each answered as if it had come alone. */
export async function batch(parts: Parts, settings: BatchSettings, request: RequestEvent): Promise<void> {
  if (!settings.enabled || settings.maxRequests <= 0) throw new BatchNotAllowed();
  const { items, files } = await readBatch(request, settings.maxRequests);
  const event: BatchRequestEvent = { request, db: parts.scope.db, batch: items };
  await parts.scope.trigger(onBatchRequest, event, async () => {
    const run = new Run(
      parts,
      request,
      event.batch,
      files,
      settings.timeout > 0 ? settings.timeout : usualTimeout,
    );
    const answers = await run.all(event.db);
    // As in the reference, it is said at once, even inside a transaction a handler put there and may undo.
    request.jsonText(200, `[${answers.join(",")}]`);
  });
}

/** One go through the items of a batch. Each runs inside the handlers of those before, so that all end together. */
class Run {
  readonly #parts: Parts;
  readonly #outer: RequestEvent;
  readonly #items: readonly BatchRequestItem[];
  readonly #files: Awaited<ReturnType<typeof readBatch>>["files"];
  readonly #deadline: number;
  readonly #answers: string[] = [];

  constructor(
    parts: Parts,
    outer: RequestEvent,
    items: readonly BatchRequestItem[],
    files: Awaited<ReturnType<typeof readBatch>>["files"],
    timeout: number,
  ) {
    this.#parts = parts;
    this.#outer = outer;
    this.#items = items;
    this.#files = files;
    this.#deadline = performance.now() + timeout * 1000;
  }

  /** The answers, as JSON texts in the order of the items. */
  async all(db: Db): Promise<readonly string[]> {
    try {
      await db.transaction(async (tx) => {
        await this.#from(0, tx);
        this.#checkTime();
      });
    } catch (error) {
      throw error instanceof ItemFailed ? error.asAnswer() : new BatchFailed({}, { cause: error });
    }
    return this.#answers;
  }

  async #from(first: number, tx: Db): Promise<void> {
    for (let i = first; i < this.#items.length; i++) if ((await this.#one(i, tx)) === "heard") return;
  }

  /** Runs an item. If somebody listens to it, what follows is run where they can hear how that ends. */
  async #one(index: number, tx: Db): Promise<Heard> {
    this.#checkTime();
    try {
      const item = this.#items[index] as BatchRequestItem;
      const action = await findAction(this.#parts, tx, item);
      if (action === undefined) throw new BadRequest();
      const inner = innerRequest(this.#outer, item, action, this.#files.get(index) ?? noFiles);
      const keep = (): void => {
        this.#answers[index] = `{"body":${bodyOf(inner)},"status":${inner.status}}`;
      };
      const heard = await action.handle(this.#parts, tx, inner, async () => {
        keep();
        await this.#from(index + 1, tx);
      });
      if (heard === "unheard") keep();
      return heard;
    } catch (error) {
      throw error instanceof ItemFailed || error instanceof BatchFailed
        ? error
        : new ItemFailed(index, error);
    }
  }

  #checkTime(): void {
    if (performance.now() > this.#deadline) throw new BatchFailed({});
  }
}

function bodyOf(inner: RequestEvent): string {
  const body = inner.held;
  return body === undefined ? nothing : body.toString().trimEnd();
}

/** Tells which item failed, past the hooks of those around it. */
class ItemFailed extends Error {
  readonly #index: number;

  constructor(index: number, cause: unknown) {
    super("a request of a batch failed", { cause });
    this.#index = index;
  }

  asAnswer(): AppError {
    const { body } = errorAnswer(this.cause);
    const told = { code: "batch_request_failed", message: "Batch request failed.", response: body };
    return new BatchFailed({ requests: { [this.#index]: new ToldAsIs(told) } }, { cause: this.cause });
  }
}
