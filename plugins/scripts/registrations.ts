import type { Chained, Db, Handler, Hook, Middleware, RequestEvent, Route, StagedScope } from "#kernel";
import { sendFile } from "./answering.ts";
import type { ScriptProblem } from "./errors.ts";
import { eventText } from "./event-data.ts";
import { Figures } from "./figures.ts";
import type { Generation } from "./generation.ts";
import type { Located, Step } from "./guest/registry.ts";
import { applyDelta, type Delta } from "./host/events.ts";
import { hostMiddleware } from "./middlewares.ts";
import type { Services } from "./services.ts";

type Of<Kind extends Located["kind"]> = Extract<Located, { readonly kind: Kind }>;
type HookRegistration = Of<"hook">;

/** Puts what a generation's scripts asked for in place, through its scope. */
export class Registrations {
  readonly #scope: StagedScope;
  readonly #generation: Generation;
  readonly #services: Services;
  readonly #figures = new Map<string, Figures>();

  constructor(scope: StagedScope, generation: Generation, services: Services) {
    this.#scope = scope;
    this.#generation = generation;
    this.#services = services;
    for (const { filename } of generation.files) this.#figures.set(filename, new Figures());
  }

  bind(): void {
    const asked = this.#generation.registrations;
    this.#bindHooks(asked.filter((one) => one.kind === "hook"));
    this.#bindMiddlewares(asked.filter((one) => one.kind === "middleware"));
    for (const one of asked) {
      if (one.kind === "route") this.#scope.route(this.#route(one));
      else if (one.kind === "cron") this.#bindCron(one);
      else if (one.kind === "command") this.#bindCommand(one);
    }
  }

  figuresOf(file: string): Figures {
    let figures = this.#figures.get(file);
    if (figures === undefined) {
      figures = new Figures();
      this.#figures.set(file, figures);
    }
    return figures;
  }

  /** Where a registration was asked for. */
  placeOf(one: Located): ScriptProblem["place"] {
    return this.#generation.stacks.placeOf(one.at);
  }

  #bindHooks(asked: readonly HookRegistration[]): void {
    for (const group of groupsOf(asked)) {
      const [first] = group;
      const hook = first && this.#scope.hookNamed(first.name);
      if (first === undefined || hook === undefined) continue; // onServe of the embedding interface and the like
      const tags = group.some((one) => one.tags.length === 0) ? [] : group.flatMap((one) => [...one.tags]);
      this.#scope.on(hook, this.#hookHandler(hook, group), {
        tags,
        ...(first.priority !== undefined && { priority: first.priority }),
        ...(first.id !== undefined && { id: first.id }),
      });
    }
  }

  #hookHandler(hook: Hook<object>, group: readonly HookRegistration[]): Handler<object> {
    const figures = this.figuresOf(group[0]?.file ?? "");
    const all = group.map(({ place }) => place).join();
    const isTagged = group.some(({ tags }) => tags.length > 0);
    return (event) => {
      const places = isTagged ? placesFor(group, hook.tagsOf(event)) : all;
      const { db, request } = event as { readonly db?: Db; readonly request?: RequestEvent };
      return figures.time(() =>
        this.#enter({ event, hook, db, ...(request && { request }) }, places, figures),
      );
    };
  }

  async #enter(
    about: {
      readonly event: object & Chained;
      readonly hook?: Hook<object>;
      readonly db: Db | undefined;
      readonly request?: RequestEvent;
    },
    places: string,
    figures: Figures,
  ): Promise<void> {
    const session = this.#generation.session(about);
    let delta: Delta | null;
    try {
      delta = (await this.#generation.enter(session, "handle", places, eventText(session))) as Delta | null;
    } finally {
      figures.add(session);
    }
    await applyDelta(session, delta);
    if (delta?.next === true) await about.event.next();
    session.doAfterwards();
  }

  #onRequest(places: string, file: string): Handler<RequestEvent> {
    const figures = this.figuresOf(file);
    return (e) => figures.time(() => this.#enter({ event: e, request: e, db: undefined }, places, figures));
  }

  #route({ method, path, steps, file }: Of<"route">): Route {
    let from = steps.length - 1;
    while (from > 0 && isPlain(steps[from - 1]) && isPlain(steps[from])) from--;
    const middlewares = this.#middlewares(steps.slice(0, from), file);
    const last = steps[steps.length - 1];
    if (last?.host === "static") return { method, path, middlewares, handle: staticFiles(last.args ?? []) };
    const handler = this.#onRequest(placesOf(steps.slice(from)), file);
    return { method, path, middlewares, handle: (e) => handler(e as RequestEvent & Chained) };
  }

  #bindMiddlewares(asked: readonly Of<"middleware">[]): void {
    for (const { steps, file } of asked) this.#scope.middleware(...this.#middlewares(steps, file));
  }

  /** Neighbours that are scripts without a place of their own in the order run in one entry. */
  #middlewares(steps: readonly Step[], file: string): readonly Middleware[] {
    const row: Middleware[] = [];
    for (let i = 0; i < steps.length; i++) {
      const step = steps[i] as Step;
      if (step.host !== undefined) {
        row.push(hostMiddleware(this.#services, step.host, step.args ?? []));
        continue;
      }
      const neighbours = [step];
      while (isPlain(step) && isPlain(steps[i + 1])) neighbours.push(steps[++i] as Step);
      row.push({
        handle: this.#onRequest(placesOf(neighbours), file),
        ...(step.priority !== undefined && { priority: step.priority }),
        ...(step.id !== undefined && { id: step.id }),
      });
    }
    return row;
  }

  #bindCron({ id, expression, place, file }: Of<"cron">): void {
    const figures = this.figuresOf(file);
    const run = () => figures.time(() => this.#runPlain(place, [], figures));
    this.#scope.register(() =>
      this.#services.crons.add({ id, expression, run: () => this.#guarded(id, run) }),
    );
  }

  async #guarded(jobId: string, run: () => Promise<void>): Promise<void> {
    try {
      await run();
    } catch (error) {
      this.#scope.log.error("[cronAdd] failed to execute cron job", { jobId, error });
    }
  }

  #bindCommand({ command, place }: Of<"command">): void {
    const use = String(command.use ?? "");
    const [name = "", ...usage] = use.split(" ");
    this.#scope.command({
      name,
      summary: String(command.short ?? ""),
      usage: usage.join(" "),
      ...(typeof command.example === "string" && { example: command.example }),
      run: async ({ args, kernel }) => {
        await kernel.bootstrap();
        await this.#runPlain(place, [{ ...command, name }, [...args]], new Figures());
      },
    });
  }

  async #runPlain(place: number, args: readonly unknown[], figures: Figures): Promise<void> {
    const session = this.#generation.session({ db: undefined });
    try {
      await this.#generation.enter(session, "run", String(place), JSON.stringify(args));
    } finally {
      figures.add(session);
    }
  }
}

function isPlain(step: Step | undefined): boolean {
  return step?.place !== undefined && step.priority === undefined && step.id === undefined;
}

function placesOf(steps: readonly Step[]): string {
  return steps.map(({ place }) => place).join();
}

function placesFor(group: readonly HookRegistration[], tags: readonly string[]): string {
  return group
    .filter((one) => one.tags.length === 0 || one.tags.some((tag) => tags.includes(tag)))
    .map(({ place }) => place)
    .join();
}

/**
 * Handlers of one hook that may share an entry: neighbours without a place of their own. One that is async stands alone,
 * for a synchronous neighbour must be able to wait for it in next().
 */
function groupsOf(asked: readonly HookRegistration[]): readonly (readonly HookRegistration[])[] {
  const groups: HookRegistration[][] = [];
  const open = new Map<string, HookRegistration[]>();
  for (const one of asked) {
    const isAlone = one.isAsync || one.priority !== undefined || one.id !== undefined;
    const known = isAlone ? undefined : open.get(one.name);
    if (known !== undefined) {
      known.push(one);
      continue;
    }
    const group = [one];
    groups.push(group);
    if (isAlone) open.delete(one.name);
    else open.set(one.name, group);
  }
  return groups;
}

function staticFiles([folder, indexFallback]: readonly unknown[]): (e: RequestEvent) => Promise<void> {
  return async (e) => {
    if (e.path.endsWith("/index.html")) {
      e.redirect(301, e.path.slice(0, -"index.html".length));
      return;
    }
    try {
      await sendFile(e, String(folder), e.params.path ?? "");
    } catch (error) {
      if (indexFallback !== true) throw error;
      await sendFile(e, String(folder), "index.html");
    }
  };
}
