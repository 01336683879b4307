// biome-ignore-all lint/suspicious/noExplicitAny: fields, bodies and SQL rows hold whatever the application put there
/** What every event carries: the app to work with, and `next()`, which lets the rest happen and waits for it. */
interface HookEvent {
  app: App;
  next(): void;
}

interface ModelEvent extends HookEvent {
  model: RecordModel | Collection | Settings | Data;
  readonly type: string;
}
interface ModelErrorEvent extends ModelEvent {
  error: Error;
}
interface RecordEvent extends HookEvent {
  record: RecordModel;
  readonly type: string;
}
interface RecordErrorEvent extends RecordEvent {
  error: Error;
}
interface CollectionEvent extends HookEvent {
  collection: Collection;
  readonly type: string;
}
interface CollectionErrorEvent extends CollectionEvent {
  error: Error;
}
interface RecordEnrichEvent extends HookEvent {
  record: RecordModel;
  readonly requestInfo: RequestInfo;
}
interface TerminateEvent extends HookEvent {
  readonly isRestart: boolean;
}
interface BackupEvent extends HookEvent {
  name: string;
  exclude: string[];
}

interface RecordRequestEvent extends RequestEvent {
  readonly collection: Collection;
  record: RecordModel;
}
interface RecordsListRequestEvent extends RequestEvent {
  readonly collection: Collection;
  records: RecordModel[];
  result: ListResult;
}
interface ListResult {
  items: any[];
  page: number;
  perPage: number;
  totalItems: number;
  totalPages: number;
}
interface RecordAuthRequestEvent extends RecordRequestEvent {
  token: string;
  meta: any;
  readonly authMethod: string;
}
interface RecordAuthWithPasswordRequestEvent extends RequestEvent {
  readonly collection: Collection;
  /** null when nobody has this identity. */
  record: RecordModel | null;
  identity: string;
  identityField: string;
  password: string;
}
interface RecordAuthWithOAuth2RequestEvent extends RequestEvent {
  readonly collection: Collection;
  readonly providerName: string;
  record: RecordModel | null;
  oauth2User: Data;
  createData: Data;
  isNewRecord: boolean;
}
interface RecordRequestOTPRequestEvent extends RequestEvent {
  readonly collection: Collection;
  record: RecordModel | null;
  password: string;
}
interface RecordAuthWithOTPRequestEvent extends RecordRequestEvent {
  readonly otp: RecordModel;
}
interface RecordEmailChangeRequestEvent extends RecordRequestEvent {
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
interface FileTokenRequestEvent extends RequestEvent {
  readonly record: RecordModel;
  token: string;
}
interface FileDownloadRequestEvent extends RequestEvent {
  readonly collection: Collection;
  readonly record: RecordModel;
  readonly fileField: Field;
  servedPath: string;
  servedName: string;
  readonly thumbError: Error | null;
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
interface RealtimeMessageEvent extends HookEvent {
  readonly client: RealtimeClient;
  message: { name: string; data: string };
}
interface MailerEvent extends HookEvent {
  message: MailerMessage;
}
interface MailerRecordEvent extends MailerEvent {
  readonly record: RecordModel;
  readonly meta: Data;
}

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
declare function onRecordValidate(handler: HookHandler<RecordEvent>, ...tags: string[]): void;
declare function onRecordCreate(handler: HookHandler<RecordEvent>, ...tags: string[]): void;
declare function onRecordCreateExecute(handler: HookHandler<RecordEvent>, ...tags: string[]): void;
declare function onRecordAfterCreateSuccess(handler: HookHandler<RecordEvent>, ...tags: string[]): void;
declare function onRecordAfterCreateError(handler: HookHandler<RecordErrorEvent>, ...tags: string[]): void;
declare function onRecordUpdate(handler: HookHandler<RecordEvent>, ...tags: string[]): void;
declare function onRecordUpdateExecute(handler: HookHandler<RecordEvent>, ...tags: string[]): void;
declare function onRecordAfterUpdateSuccess(handler: HookHandler<RecordEvent>, ...tags: string[]): void;
declare function onRecordAfterUpdateError(handler: HookHandler<RecordErrorEvent>, ...tags: string[]): void;
declare function onRecordDelete(handler: HookHandler<RecordEvent>, ...tags: string[]): void;
declare function onRecordDeleteExecute(handler: HookHandler<RecordEvent>, ...tags: string[]): void;
declare function onRecordAfterDeleteSuccess(handler: HookHandler<RecordEvent>, ...tags: string[]): void;
declare function onRecordAfterDeleteError(handler: HookHandler<RecordErrorEvent>, ...tags: string[]): void;
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
declare function onRecordEnrich(handler: HookHandler<RecordEnrichEvent>, ...tags: string[]): void;
declare function onRecordsListRequest(handler: HookHandler<RecordsListRequestEvent>, ...tags: string[]): void;
declare function onRecordViewRequest(handler: HookHandler<RecordRequestEvent>, ...tags: string[]): void;
declare function onRecordCreateRequest(handler: HookHandler<RecordRequestEvent>, ...tags: string[]): void;
declare function onRecordUpdateRequest(handler: HookHandler<RecordRequestEvent>, ...tags: string[]): void;
declare function onRecordDeleteRequest(handler: HookHandler<RecordRequestEvent>, ...tags: string[]): void;
declare function onRecordAuthRequest(handler: HookHandler<RecordAuthRequestEvent>, ...tags: string[]): void;
declare function onRecordAuthWithPasswordRequest(
  handler: HookHandler<RecordAuthWithPasswordRequestEvent>,
  ...tags: string[]
): void;
declare function onRecordAuthWithOAuth2Request(
  handler: HookHandler<RecordAuthWithOAuth2RequestEvent>,
  ...tags: string[]
): void;
declare function onRecordAuthRefreshRequest(
  handler: HookHandler<RecordRequestEvent>,
  ...tags: string[]
): void;
declare function onRecordRequestOTPRequest(
  handler: HookHandler<RecordRequestOTPRequestEvent>,
  ...tags: string[]
): void;
declare function onRecordAuthWithOTPRequest(
  handler: HookHandler<RecordAuthWithOTPRequestEvent>,
  ...tags: string[]
): void;
declare function onRecordRequestPasswordResetRequest(
  handler: HookHandler<RecordRequestEvent>,
  ...tags: string[]
): void;
declare function onRecordConfirmPasswordResetRequest(
  handler: HookHandler<RecordRequestEvent>,
  ...tags: string[]
): void;
declare function onRecordRequestVerificationRequest(
  handler: HookHandler<RecordRequestEvent>,
  ...tags: string[]
): void;
declare function onRecordConfirmVerificationRequest(
  handler: HookHandler<RecordRequestEvent>,
  ...tags: string[]
): void;
declare function onRecordRequestEmailChangeRequest(
  handler: HookHandler<RecordEmailChangeRequestEvent>,
  ...tags: string[]
): void;
declare function onRecordConfirmEmailChangeRequest(
  handler: HookHandler<RecordEmailChangeRequestEvent>,
  ...tags: string[]
): void;
declare function onFileTokenRequest(handler: HookHandler<FileTokenRequestEvent>, ...tags: string[]): void;
declare function onFileDownloadRequest(
  handler: HookHandler<FileDownloadRequestEvent>,
  ...tags: string[]
): void;
declare function onMailerRecordAuthAlertSend(
  handler: HookHandler<MailerRecordEvent>,
  ...tags: string[]
): void;
declare function onMailerRecordPasswordResetSend(
  handler: HookHandler<MailerRecordEvent>,
  ...tags: string[]
): void;
declare function onMailerRecordVerificationSend(
  handler: HookHandler<MailerRecordEvent>,
  ...tags: string[]
): void;
declare function onMailerRecordEmailChangeSend(
  handler: HookHandler<MailerRecordEvent>,
  ...tags: string[]
): void;
declare function onMailerRecordOTPSend(handler: HookHandler<MailerRecordEvent>, ...tags: string[]): void;
