import {
  AppError,
  type Db,
  Form,
  NotFound,
  type RequestEvent,
  type Route,
  sql,
  UnreadableForm,
  ValidationErrors,
} from "#kernel";
import type { Collection } from "../../collections/contract.ts";
import { type RecordModel, RequestContext, Viewer } from "../../records/contract.ts";
import { accountOf, setRandomPassword } from "../account.ts";
import {
  type OAuth2User,
  onRecordAuthWithOAuth2Request,
  type RecordAuthWithOAuth2RequestEvent,
} from "../contract.ts";
import { OAuth2Off, SignInFailed } from "../errors.ts";
import { findByEmail, findByIdentityField } from "../find.ts";
import { foundIssues, textIssue } from "../form.ts";
import { providerNotEnabled, required } from "../issues.ts";
import { providerNamed } from "../oauth2/catalogue.ts";
import { type Callback, fetchOAuth2User } from "../oauth2/exchange.ts";
import { newAccountBody } from "../oauth2/new-account.ts";
import type { Provider } from "../oauth2/provider.ts";
import { authOptions } from "../options/read.ts";
import type { ProviderOptions } from "../options/shape.ts";
import type { AuthServices } from "../services.ts";
import { actionRoute } from "./action.ts";

interface Submitted extends Callback {
  readonly provider: Provider;
  readonly options: ProviderOptions;
  readonly createData: Record<string, unknown>;
}

/** POST …/auth-with-oauth2: who comes back from a provider is let in, linked or made known. */
export function withOAuth2Route(services: AuthServices): Route {
  const { scope, records, rows, answers, recordRequests } = services;

  async function handle(e: RequestEvent, collection: Collection): Promise<void> {
    if (!authOptions(collection).oauth2.enabled) throw new OAuth2Off();
    e.set(RequestContext, "oauth2");
    const submitted = await read(e, collection);
    const { provider, options, createData } = submitted;
    const oAuth2User = await fetchOAuth2User(provider, options, submitted);
    const link = await findLink(scope.db, collection, provider.name, oAuth2User.id);
    const record = await findAccount(e, collection, link, oAuth2User);
    const event: RecordAuthWithOAuth2RequestEvent = {
      request: e,
      db: scope.db,
      collection,
      providerName: provider.name,
      providerClient: { ...options, clientSecret: "" },
      record,
      oAuth2User: { ...oAuth2User, avatarUrl: oAuth2User.avatarURL },
      createData,
      isNewRecord: record === undefined,
    };
    await scope.trigger(onRecordAuthWithOAuth2Request, event, () => signIn(event, link));
  }

  async function findLink(
    db: Db,
    collection: Collection,
    provider: string,
    providerId: string,
  ): Promise<RecordModel | undefined> {
    if (providerId === "") return undefined;
    const where = sql`collectionRef = ${collection.id} AND provider = ${provider} AND providerId = ${providerId}`;
    return (await rows.where(db, "_externalAuths", where))[0];
  }

  async function findAccount(
    e: RequestEvent,
    collection: Collection,
    link: RecordModel | undefined,
    user: OAuth2User,
  ): Promise<RecordModel | undefined> {
    if (link !== undefined) {
      const linked = await records.findById(scope.db, collection, link.getString("recordRef"));
      if (linked === undefined) throw new NotFound();
      return linked;
    }
    const viewer = e.get(Viewer).record;
    if (viewer?.collection.id === collection.id) return viewer;
    return await findByEmail(records, scope.db, collection, user.email);
  }

  async function signIn(
    event: RecordAuthWithOAuth2RequestEvent,
    link: RecordModel | undefined,
  ): Promise<void> {
    const { db, request, oAuth2User } = event;
    let record: RecordModel;
    try {
      record = await db.transaction((tx) => settle(tx, event, link));
    } catch (cause) {
      if (cause instanceof AppError) throw cause;
      throw new SignInFailed(cause instanceof ValidationErrors ? cause.errors : {}, { cause });
    }
    const meta = sorted({ ...oAuth2User, avatarUrl: oAuth2User.avatarURL, isNew: event.isNewRecord });
    await answers.respond({ db, request, record, method: "oauth2", meta });
  }

  /** The account of whoever came back, made or brought up to date, and linked. */
  async function settle(
    tx: Db,
    event: RecordAuthWithOAuth2RequestEvent,
    link: RecordModel | undefined,
  ): Promise<RecordModel> {
    const known = event.record;
    const record = known ?? (await makeAccount(tx, event));
    let linked = link !== undefined && link.get("recordRef") === record.id;
    const wasVerified = known !== undefined && accountOf(known).verified;
    if (known !== undefined && !wasVerified) {
      await rows.deleteAllOf(tx, "_externalAuths", known);
      linked = false;
    }
    if (known !== undefined && !wasVerified && !isViewer(event.request, known)) {
      takeOver(known, event.oAuth2User);
      await records.save(tx, known);
    } else if (known !== undefined) {
      await complete(tx, known, event.oAuth2User);
    }
    if (!linked) {
      const row = rows.create(tx, "_externalAuths", record, {
        provider: event.providerName,
        providerId: event.oAuth2User.id,
      });
      await rows.save(tx, row);
    }
    return record;
  }

  async function makeAccount(tx: Db, event: RecordAuthWithOAuth2RequestEvent): Promise<RecordModel> {
    const { collection, oAuth2User, createData, request } = event;
    const body = await newAccountBody(collection, oAuth2User, createData, {
      log: scope.log,
      isFree: async (field, value) =>
        (await findByIdentityField(records, tx, collection, field, value)) === undefined,
    });
    const record = await recordRequests.create(request, tx, collection, body);
    event.record = record;
    const { email, verified } = accountOf(record);
    if (!verified && email === oAuth2User.email) {
      record.set("verified", true);
      await records.save(tx, record);
    }
    return record;
  }

  /** Fills in an address the provider vouches for. */
  async function complete(tx: Db, record: RecordModel, user: OAuth2User): Promise<void> {
    const { email, verified } = accountOf(record);
    const takesEmail = email === "" && user.email !== "";
    const becomesVerified = !verified && (email === "" || email === user.email);
    if (!takesEmail && !becomesVerified) return;
    if (takesEmail) record.set("email", user.email);
    if (becomesVerified) record.set("verified", true);
    await records.save(tx, record);
  }

  return actionRoute(services, { path: "auth-with-oauth2", limits: ["authWithOAuth2", "auth"], handle });
}

async function read(e: RequestEvent, collection: Collection): Promise<Submitted> {
  const form = await Form.of(e);
  const name = form.text("provider");
  const code = form.text("code");
  const rest = {
    codeVerifier: form.text("codeVerifier"),
    redirectURL: form.text("redirectURL"),
    createData: form.object("createData"),
  };
  const options = authOptions(collection).oauth2.providers.find((one) => one.name === name);
  const provider = providerNamed(name);
  const issues = foundIssues({
    provider: textIssue(name, 100) ?? (options && provider ? undefined : providerNotEnabled(name)),
    code: code === "" ? required : undefined,
  });
  if (issues !== undefined || options === undefined || provider === undefined)
    throw new UnreadableForm(issues);
  return { provider, options, code, ...rest };
}

/** Somebody else may have made an unverified account with this address: whatever let them in is void from here on. */
function takeOver(record: RecordModel, user: OAuth2User): void {
  const { email } = accountOf(record);
  setRandomPassword(record);
  if (email === "" && user.email !== "") record.set("email", user.email);
  if (email === "" || email === user.email) record.set("verified", true);
}

function isViewer(request: RequestEvent, record: RecordModel): boolean {
  const viewer = request.get(Viewer).record;
  return viewer?.id === record.id && viewer.collection.id === record.collection.id;
}

/** Keys in the order of the alphabet, as deep as they go: so the reference shows what a provider told. */
function sorted(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const keys = Object.keys(values).sort();
  return Object.fromEntries(keys.map((key) => [key, sortedValue(values[key])]));
}

function sortedValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedValue);
  const isObject = typeof value === "object" && value !== null;
  return isObject ? sorted(value as Record<string, unknown>) : value;
}
