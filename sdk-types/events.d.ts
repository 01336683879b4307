// biome-ignore-all lint/suspicious/noExplicitAny: fields, bodies and SQL rows hold whatever the application put there
/** What every event carries: the app to work with, and `next()`, which lets the rest happen and waits for it. */
interface HookEvent {
  app: App;
  readonly context: Context;
  next(): void;
}

interface ModelEvent extends HookEvent {
  model: RecordModel | Collection | Settings | Data;
  readonly type: string;
}
interface ModelErrorEvent extends ModelEvent {
  error: ErrorValue;
}
interface RecordEvent<Rec = RecordModel> extends HookEvent {
  record: Rec;
  readonly type: string;
}
interface RecordErrorEvent<Rec = RecordModel> extends RecordEvent<Rec> {
  error: ErrorValue;
}
interface CollectionEvent extends HookEvent {
  collection: Collection;
  readonly type: string;
}
interface CollectionErrorEvent extends CollectionEvent {
  error: ErrorValue;
}
interface RecordEnrichEvent<Rec = RecordModel> extends HookEvent {
  record: Rec;
  readonly requestInfo: RequestInfo;
}
interface TerminateEvent extends HookEvent {
  readonly isRestart: boolean;
}
interface BackupEvent extends HookEvent {
  name: string;
  exclude: string[];
}

interface RecordRequestEvent<Rec = RecordModel> extends RequestEvent {
  readonly collection: Collection;
  record: Rec;
}
interface RecordsListRequestEvent<Rec = RecordModel> extends RequestEvent {
  readonly collection: Collection;
  records: Rec[];
  result: ListResult;
}
interface ListResult {
  items: any[];
  page: number;
  perPage: number;
  totalItems: number;
  totalPages: number;
}
interface RecordAuthRequestEvent<Rec = RecordModel> extends RecordRequestEvent<Rec> {
  token: string;
  meta: any;
  readonly authMethod: string;
}
interface RecordAuthWithPasswordRequestEvent<Rec = RecordModel> extends RequestEvent {
  readonly collection: Collection;
  /** null when nobody has this identity. */
  record: Rec | null;
  identity: string;
  identityField: string;
  password: string;
}
interface RecordAuthWithOAuth2RequestEvent<Rec = RecordModel> extends RequestEvent {
  readonly collection: Collection;
  readonly providerName: string;
  record: Rec | null;
  oAuth2User: OAuth2User;
  createData: Data;
  isNewRecord: boolean;
}
/** Who somebody is at an OAuth2 provider. */
interface OAuth2User {
  id: string;
  name: string;
  username: string;
  email: string;
  avatarURL: string;
  /** The same as `avatarURL`, by its name of old. */
  readonly avatarUrl: string;
  accessToken: string;
  refreshToken: string;
  expiry: string;
  /** All that the provider told. */
  rawUser: Data;
}
interface RecordRequestOTPRequestEvent<Rec = RecordModel> extends RequestEvent {
  readonly collection: Collection;
  record: Rec | null;
  password: string;
}
interface RecordAuthWithOTPRequestEvent<Rec = RecordModel> extends RecordRequestEvent<Rec> {
  readonly otp: RecordModel;
}
interface RecordEmailChangeRequestEvent<Rec = RecordModel> extends RecordRequestEvent<Rec> {
  newEmail: string;
}
interface CollectionRequestEvent extends RequestEvent {
  collection: Collection;
}
interface CollectionsListRequestEvent extends RequestEvent {
  collections: Collection[];
  result: ListResult;
}
interface CollectionsImportRequestEvent extends RequestEvent {
  collectionsData: Data[];
  deleteMissing: boolean;
}
interface BatchRequestEvent extends RequestEvent {
  batch: { method: string; url: string; headers: { [name: string]: string }; body: Data }[];
}
interface FileTokenRequestEvent<Rec = RecordModel> extends RequestEvent {
  readonly record: Rec;
  token: string;
}
interface FileDownloadRequestEvent<Rec = RecordModel> extends RequestEvent {
  readonly collection: Collection;
  readonly record: Rec;
  readonly fileField: Field;
  servedPath: string;
  servedName: string;
  readonly thumbError: ErrorValue | null;
}
interface SettingsListRequestEvent extends RequestEvent {
  settings: Settings;
}
interface SettingsUpdateRequestEvent extends RequestEvent {
  readonly oldSettings: Settings;
  newSettings: Settings;
}
interface RealtimeConnectRequestEvent extends RequestEvent {
  readonly client: RealtimeClient;
  /** Nanoseconds. */
  idleTimeout: number;
  maxTimeout: number;
}
interface RealtimeSubscribeRequestEvent extends RequestEvent {
  readonly client: RealtimeClient;
  subscriptions: string[];
}
interface RealtimeMessageEvent extends RequestEvent {
  readonly client: RealtimeClient;
  message: RealtimeMessage;
}
interface RealtimeMessage {
  name: string;
  /** Bytes, which `toString(data)` makes text of; may be set to text. */
  get data(): number[];
  set data(data: number[] | string);
}
interface MailerEvent extends HookEvent {
  /** Sends letters, other ones too. */
  mailer: MailClient;
  message: MailerMessage;
}
interface MailerRecordEvent<Rec = RecordModel> extends MailerEvent {
  readonly record: Rec;
  readonly meta: Data;
}

/** A collection by name or id. */
type CollectionTag = keyof CollectionFields | (string & {});

type HookHandler<Event> = (e: Event) => unknown;

declare function onBootstrap(handler: HookHandler<HookEvent>): void;
declare function onTerminate(handler: HookHandler<TerminateEvent>): void;
declare function onSettingsReload(handler: HookHandler<HookEvent>): void;
declare function onBackupCreate(handler: HookHandler<BackupEvent>): void;
declare function onBackupRestore(handler: HookHandler<BackupEvent>): void;
declare function onSettingsListRequest(handler: HookHandler<SettingsListRequestEvent>): void;
declare function onSettingsUpdateRequest(handler: HookHandler<SettingsUpdateRequestEvent>): void;
declare function onBatchRequest(handler: HookHandler<BatchRequestEvent>): void;
declare function onRealtimeConnectRequest(handler: HookHandler<RealtimeConnectRequestEvent>): void;
declare function onRealtimeSubscribeRequest(handler: HookHandler<RealtimeSubscribeRequestEvent>): void;
declare function onRealtimeMessageSend(handler: HookHandler<RealtimeMessageEvent>): void;
declare function onMailerSend(handler: HookHandler<MailerEvent>): void;
declare function onCollectionsListRequest(handler: HookHandler<CollectionsListRequestEvent>): void;
declare function onCollectionsImportRequest(handler: HookHandler<CollectionsImportRequestEvent>): void;
declare function onCollectionViewRequest(handler: HookHandler<CollectionRequestEvent>): void;
declare function onCollectionCreateRequest(handler: HookHandler<CollectionRequestEvent>): void;
declare function onCollectionUpdateRequest(handler: HookHandler<CollectionRequestEvent>): void;
declare function onCollectionDeleteRequest(handler: HookHandler<CollectionRequestEvent>): void;

// With tags only for these collections, by name or id.
declare function onModelValidate(handler: HookHandler<ModelEvent>, ...tags: string[]): void;
declare function onModelCreate(handler: HookHandler<ModelEvent>, ...tags: string[]): void;
declare function onModelCreateExecute(handler: HookHandler<ModelEvent>, ...tags: string[]): void;
declare function onModelAfterCreateSuccess(handler: HookHandler<ModelEvent>, ...tags: string[]): void;
declare function onModelAfterCreateError(handler: HookHandler<ModelErrorEvent>, ...tags: string[]): void;
declare function onModelUpdate(handler: HookHandler<ModelEvent>, ...tags: string[]): void;
declare function onModelUpdateExecute(handler: HookHandler<ModelEvent>, ...tags: string[]): void;
declare function onModelAfterUpdateSuccess(handler: HookHandler<ModelEvent>, ...tags: string[]): void;
declare function onModelAfterUpdateError(handler: HookHandler<ModelErrorEvent>, ...tags: string[]): void;
declare function onModelDelete(handler: HookHandler<ModelEvent>, ...tags: string[]): void;
declare function onModelDeleteExecute(handler: HookHandler<ModelEvent>, ...tags: string[]): void;
declare function onModelAfterDeleteSuccess(handler: HookHandler<ModelEvent>, ...tags: string[]): void;
declare function onModelAfterDeleteError(handler: HookHandler<ModelErrorEvent>, ...tags: string[]): void;
declare function onRecordValidate<Tag extends CollectionTag>(
  handler: HookHandler<RecordEvent<RecordOf<Tag>>>,
  ...tags: Tag[]
): void;
declare function onRecordCreate<Tag extends CollectionTag>(
  handler: HookHandler<RecordEvent<RecordOf<Tag>>>,
  ...tags: Tag[]
): void;
declare function onRecordCreateExecute<Tag extends CollectionTag>(
  handler: HookHandler<RecordEvent<RecordOf<Tag>>>,
  ...tags: Tag[]
): void;
declare function onRecordAfterCreateSuccess<Tag extends CollectionTag>(
  handler: HookHandler<RecordEvent<RecordOf<Tag>>>,
  ...tags: Tag[]
): void;
declare function onRecordAfterCreateError<Tag extends CollectionTag>(
  handler: HookHandler<RecordErrorEvent<RecordOf<Tag>>>,
  ...tags: Tag[]
): void;
declare function onRecordUpdate<Tag extends CollectionTag>(
  handler: HookHandler<RecordEvent<RecordOf<Tag>>>,
  ...tags: Tag[]
): void;
declare function onRecordUpdateExecute<Tag extends CollectionTag>(
  handler: HookHandler<RecordEvent<RecordOf<Tag>>>,
  ...tags: Tag[]
): void;
declare function onRecordAfterUpdateSuccess<Tag extends CollectionTag>(
  handler: HookHandler<RecordEvent<RecordOf<Tag>>>,
  ...tags: Tag[]
): void;
declare function onRecordAfterUpdateError<Tag extends CollectionTag>(
  handler: HookHandler<RecordErrorEvent<RecordOf<Tag>>>,
  ...tags: Tag[]
): void;
declare function onRecordDelete<Tag extends CollectionTag>(
  handler: HookHandler<RecordEvent<RecordOf<Tag>>>,
  ...tags: Tag[]
): void;
declare function onRecordDeleteExecute<Tag extends CollectionTag>(
  handler: HookHandler<RecordEvent<RecordOf<Tag>>>,
  ...tags: Tag[]
): void;
declare function onRecordAfterDeleteSuccess<Tag extends CollectionTag>(
  handler: HookHandler<RecordEvent<RecordOf<Tag>>>,
  ...tags: Tag[]
): void;
declare function onRecordAfterDeleteError<Tag extends CollectionTag>(
  handler: HookHandler<RecordErrorEvent<RecordOf<Tag>>>,
  ...tags: Tag[]
): void;
declare function onCollectionValidate(handler: HookHandler<CollectionEvent>, ...tags: string[]): void;
declare function onCollectionCreate(handler: HookHandler<CollectionEvent>, ...tags: string[]): void;
declare function onCollectionCreateExecute(handler: HookHandler<CollectionEvent>, ...tags: string[]): void;
declare function onCollectionAfterCreateSuccess(
  handler: HookHandler<CollectionEvent>,
  ...tags: string[]
): void;
declare function onCollectionAfterCreateError(
  handler: HookHandler<CollectionErrorEvent>,
  ...tags: string[]
): void;
declare function onCollectionUpdate(handler: HookHandler<CollectionEvent>, ...tags: string[]): void;
declare function onCollectionUpdateExecute(handler: HookHandler<CollectionEvent>, ...tags: string[]): void;
declare function onCollectionAfterUpdateSuccess(
  handler: HookHandler<CollectionEvent>,
  ...tags: string[]
): void;
declare function onCollectionAfterUpdateError(
  handler: HookHandler<CollectionErrorEvent>,
  ...tags: string[]
): void;
declare function onCollectionDelete(handler: HookHandler<CollectionEvent>, ...tags: string[]): void;
declare function onCollectionDeleteExecute(handler: HookHandler<CollectionEvent>, ...tags: string[]): void;
declare function onCollectionAfterDeleteSuccess(
  handler: HookHandler<CollectionEvent>,
  ...tags: string[]
): void;
declare function onCollectionAfterDeleteError(
  handler: HookHandler<CollectionErrorEvent>,
  ...tags: string[]
): void;
declare function onRecordEnrich<Tag extends CollectionTag>(
  handler: HookHandler<RecordEnrichEvent<RecordOf<Tag>>>,
  ...tags: Tag[]
): void;
declare function onRecordsListRequest<Tag extends CollectionTag>(
  handler: HookHandler<RecordsListRequestEvent<RecordOf<Tag>>>,
  ...tags: Tag[]
): void;
declare function onRecordViewRequest<Tag extends CollectionTag>(
  handler: HookHandler<RecordRequestEvent<RecordOf<Tag>>>,
  ...tags: Tag[]
): void;
declare function onRecordCreateRequest<Tag extends CollectionTag>(
  handler: HookHandler<RecordRequestEvent<RecordOf<Tag>>>,
  ...tags: Tag[]
): void;
declare function onRecordUpdateRequest<Tag extends CollectionTag>(
  handler: HookHandler<RecordRequestEvent<RecordOf<Tag>>>,
  ...tags: Tag[]
): void;
declare function onRecordDeleteRequest<Tag extends CollectionTag>(
  handler: HookHandler<RecordRequestEvent<RecordOf<Tag>>>,
  ...tags: Tag[]
): void;
declare function onRecordAuthRequest<Tag extends CollectionTag>(
  handler: HookHandler<RecordAuthRequestEvent<RecordOf<Tag>>>,
  ...tags: Tag[]
): void;
declare function onRecordAuthWithPasswordRequest<Tag extends CollectionTag>(
  handler: HookHandler<RecordAuthWithPasswordRequestEvent<RecordOf<Tag>>>,
  ...tags: Tag[]
): void;
declare function onRecordAuthWithOAuth2Request<Tag extends CollectionTag>(
  handler: HookHandler<RecordAuthWithOAuth2RequestEvent<RecordOf<Tag>>>,
  ...tags: Tag[]
): void;
declare function onRecordAuthRefreshRequest<Tag extends CollectionTag>(
  handler: HookHandler<RecordRequestEvent<RecordOf<Tag>>>,
  ...tags: Tag[]
): void;
declare function onRecordRequestOTPRequest<Tag extends CollectionTag>(
  handler: HookHandler<RecordRequestOTPRequestEvent<RecordOf<Tag>>>,
  ...tags: Tag[]
): void;
declare function onRecordAuthWithOTPRequest<Tag extends CollectionTag>(
  handler: HookHandler<RecordAuthWithOTPRequestEvent<RecordOf<Tag>>>,
  ...tags: Tag[]
): void;
declare function onRecordRequestPasswordResetRequest<Tag extends CollectionTag>(
  handler: HookHandler<RecordRequestEvent<RecordOf<Tag>>>,
  ...tags: Tag[]
): void;
declare function onRecordConfirmPasswordResetRequest<Tag extends CollectionTag>(
  handler: HookHandler<RecordRequestEvent<RecordOf<Tag>>>,
  ...tags: Tag[]
): void;
declare function onRecordRequestVerificationRequest<Tag extends CollectionTag>(
  handler: HookHandler<RecordRequestEvent<RecordOf<Tag>>>,
  ...tags: Tag[]
): void;
declare function onRecordConfirmVerificationRequest<Tag extends CollectionTag>(
  handler: HookHandler<RecordRequestEvent<RecordOf<Tag>>>,
  ...tags: Tag[]
): void;
declare function onRecordRequestEmailChangeRequest<Tag extends CollectionTag>(
  handler: HookHandler<RecordEmailChangeRequestEvent<RecordOf<Tag>>>,
  ...tags: Tag[]
): void;
declare function onRecordConfirmEmailChangeRequest<Tag extends CollectionTag>(
  handler: HookHandler<RecordEmailChangeRequestEvent<RecordOf<Tag>>>,
  ...tags: Tag[]
): void;
declare function onFileTokenRequest<Tag extends CollectionTag>(
  handler: HookHandler<FileTokenRequestEvent<RecordOf<Tag>>>,
  ...tags: Tag[]
): void;
declare function onFileDownloadRequest<Tag extends CollectionTag>(
  handler: HookHandler<FileDownloadRequestEvent<RecordOf<Tag>>>,
  ...tags: Tag[]
): void;
declare function onMailerRecordAuthAlertSend<Tag extends CollectionTag>(
  handler: HookHandler<MailerRecordEvent<RecordOf<Tag>>>,
  ...tags: Tag[]
): void;
declare function onMailerRecordPasswordResetSend<Tag extends CollectionTag>(
  handler: HookHandler<MailerRecordEvent<RecordOf<Tag>>>,
  ...tags: Tag[]
): void;
declare function onMailerRecordVerificationSend<Tag extends CollectionTag>(
  handler: HookHandler<MailerRecordEvent<RecordOf<Tag>>>,
  ...tags: Tag[]
): void;
declare function onMailerRecordEmailChangeSend<Tag extends CollectionTag>(
  handler: HookHandler<MailerRecordEvent<RecordOf<Tag>>>,
  ...tags: Tag[]
): void;
declare function onMailerRecordOTPSend<Tag extends CollectionTag>(
  handler: HookHandler<MailerRecordEvent<RecordOf<Tag>>>,
  ...tags: Tag[]
): void;
