/** What `$app.onRecordCreate("posts")` gives: ways to bind handlers to a hook. */
interface HookBinding<Event> {
  bindFunc(handler: HookHandler<Event>): void;
  /** With a place in the order: lower priorities run earlier. */
  bind(binding: { func: HookHandler<Event>; id?: string; priority?: number }): void;
}

// The hooks by the app, while scripts are loaded; with tags only for these collections, by name or id.
interface App {
  onServe(): HookBinding<HookEvent>;
  onBootstrap(): HookBinding<HookEvent>;
  onTerminate(): HookBinding<TerminateEvent>;
  onSettingsReload(): HookBinding<HookEvent>;
  onBackupCreate(): HookBinding<BackupEvent>;
  onBackupRestore(): HookBinding<BackupEvent>;
  onSettingsListRequest(): HookBinding<SettingsListRequestEvent>;
  onSettingsUpdateRequest(): HookBinding<SettingsUpdateRequestEvent>;
  onBatchRequest(): HookBinding<BatchRequestEvent>;
  onRealtimeConnectRequest(): HookBinding<RealtimeConnectRequestEvent>;
  onRealtimeSubscribeRequest(): HookBinding<RealtimeSubscribeRequestEvent>;
  onRealtimeMessageSend(): HookBinding<RealtimeMessageEvent>;
  onMailerSend(): HookBinding<MailerEvent>;
  onCollectionsListRequest(): HookBinding<CollectionsListRequestEvent>;
  onCollectionsImportRequest(): HookBinding<CollectionsImportRequestEvent>;
  onCollectionViewRequest(): HookBinding<CollectionRequestEvent>;
  onCollectionCreateRequest(): HookBinding<CollectionRequestEvent>;
  onCollectionUpdateRequest(): HookBinding<CollectionRequestEvent>;
  onCollectionDeleteRequest(): HookBinding<CollectionRequestEvent>;
  onModelValidate(...tags: string[]): HookBinding<ModelEvent>;
  onModelCreate(...tags: string[]): HookBinding<ModelEvent>;
  onModelCreateExecute(...tags: string[]): HookBinding<ModelEvent>;
  onModelAfterCreateSuccess(...tags: string[]): HookBinding<ModelEvent>;
  onModelAfterCreateError(...tags: string[]): HookBinding<ModelErrorEvent>;
  onModelUpdate(...tags: string[]): HookBinding<ModelEvent>;
  onModelUpdateExecute(...tags: string[]): HookBinding<ModelEvent>;
  onModelAfterUpdateSuccess(...tags: string[]): HookBinding<ModelEvent>;
  onModelAfterUpdateError(...tags: string[]): HookBinding<ModelErrorEvent>;
  onModelDelete(...tags: string[]): HookBinding<ModelEvent>;
  onModelDeleteExecute(...tags: string[]): HookBinding<ModelEvent>;
  onModelAfterDeleteSuccess(...tags: string[]): HookBinding<ModelEvent>;
  onModelAfterDeleteError(...tags: string[]): HookBinding<ModelErrorEvent>;
  onRecordValidate<Tag extends CollectionTag>(...tags: Tag[]): HookBinding<RecordEvent<RecordOf<Tag>>>;
  onRecordCreate<Tag extends CollectionTag>(...tags: Tag[]): HookBinding<RecordEvent<RecordOf<Tag>>>;
  onRecordCreateExecute<Tag extends CollectionTag>(...tags: Tag[]): HookBinding<RecordEvent<RecordOf<Tag>>>;
  onRecordAfterCreateSuccess<Tag extends CollectionTag>(
    ...tags: Tag[]
  ): HookBinding<RecordEvent<RecordOf<Tag>>>;
  onRecordAfterCreateError<Tag extends CollectionTag>(
    ...tags: Tag[]
  ): HookBinding<RecordErrorEvent<RecordOf<Tag>>>;
  onRecordUpdate<Tag extends CollectionTag>(...tags: Tag[]): HookBinding<RecordEvent<RecordOf<Tag>>>;
  onRecordUpdateExecute<Tag extends CollectionTag>(...tags: Tag[]): HookBinding<RecordEvent<RecordOf<Tag>>>;
  onRecordAfterUpdateSuccess<Tag extends CollectionTag>(
    ...tags: Tag[]
  ): HookBinding<RecordEvent<RecordOf<Tag>>>;
  onRecordAfterUpdateError<Tag extends CollectionTag>(
    ...tags: Tag[]
  ): HookBinding<RecordErrorEvent<RecordOf<Tag>>>;
  onRecordDelete<Tag extends CollectionTag>(...tags: Tag[]): HookBinding<RecordEvent<RecordOf<Tag>>>;
  onRecordDeleteExecute<Tag extends CollectionTag>(...tags: Tag[]): HookBinding<RecordEvent<RecordOf<Tag>>>;
  onRecordAfterDeleteSuccess<Tag extends CollectionTag>(
    ...tags: Tag[]
  ): HookBinding<RecordEvent<RecordOf<Tag>>>;
  onRecordAfterDeleteError<Tag extends CollectionTag>(
    ...tags: Tag[]
  ): HookBinding<RecordErrorEvent<RecordOf<Tag>>>;
  onCollectionValidate(...tags: string[]): HookBinding<CollectionEvent>;
  onCollectionCreate(...tags: string[]): HookBinding<CollectionEvent>;
  onCollectionCreateExecute(...tags: string[]): HookBinding<CollectionEvent>;
  onCollectionAfterCreateSuccess(...tags: string[]): HookBinding<CollectionEvent>;
  onCollectionAfterCreateError(...tags: string[]): HookBinding<CollectionErrorEvent>;
  onCollectionUpdate(...tags: string[]): HookBinding<CollectionEvent>;
  onCollectionUpdateExecute(...tags: string[]): HookBinding<CollectionEvent>;
  onCollectionAfterUpdateSuccess(...tags: string[]): HookBinding<CollectionEvent>;
  onCollectionAfterUpdateError(...tags: string[]): HookBinding<CollectionErrorEvent>;
  onCollectionDelete(...tags: string[]): HookBinding<CollectionEvent>;
  onCollectionDeleteExecute(...tags: string[]): HookBinding<CollectionEvent>;
  onCollectionAfterDeleteSuccess(...tags: string[]): HookBinding<CollectionEvent>;
  onCollectionAfterDeleteError(...tags: string[]): HookBinding<CollectionErrorEvent>;
  onRecordEnrich<Tag extends CollectionTag>(...tags: Tag[]): HookBinding<RecordEnrichEvent<RecordOf<Tag>>>;
  onRecordsListRequest<Tag extends CollectionTag>(
    ...tags: Tag[]
  ): HookBinding<RecordsListRequestEvent<RecordOf<Tag>>>;
  onRecordViewRequest<Tag extends CollectionTag>(
    ...tags: Tag[]
  ): HookBinding<RecordRequestEvent<RecordOf<Tag>>>;
  onRecordCreateRequest<Tag extends CollectionTag>(
    ...tags: Tag[]
  ): HookBinding<RecordRequestEvent<RecordOf<Tag>>>;
  onRecordUpdateRequest<Tag extends CollectionTag>(
    ...tags: Tag[]
  ): HookBinding<RecordRequestEvent<RecordOf<Tag>>>;
  onRecordDeleteRequest<Tag extends CollectionTag>(
    ...tags: Tag[]
  ): HookBinding<RecordRequestEvent<RecordOf<Tag>>>;
  onRecordAuthRequest<Tag extends CollectionTag>(
    ...tags: Tag[]
  ): HookBinding<RecordAuthRequestEvent<RecordOf<Tag>>>;
  onRecordAuthWithPasswordRequest<Tag extends CollectionTag>(
    ...tags: Tag[]
  ): HookBinding<RecordAuthWithPasswordRequestEvent<RecordOf<Tag>>>;
  onRecordAuthWithOAuth2Request<Tag extends CollectionTag>(
    ...tags: Tag[]
  ): HookBinding<RecordAuthWithOAuth2RequestEvent<RecordOf<Tag>>>;
  onRecordAuthRefreshRequest<Tag extends CollectionTag>(
    ...tags: Tag[]
  ): HookBinding<RecordRequestEvent<RecordOf<Tag>>>;
  onRecordRequestOTPRequest<Tag extends CollectionTag>(
    ...tags: Tag[]
  ): HookBinding<RecordRequestOTPRequestEvent<RecordOf<Tag>>>;
  onRecordAuthWithOTPRequest<Tag extends CollectionTag>(
    ...tags: Tag[]
  ): HookBinding<RecordAuthWithOTPRequestEvent<RecordOf<Tag>>>;
  onRecordRequestPasswordResetRequest<Tag extends CollectionTag>(
    ...tags: Tag[]
  ): HookBinding<RecordRequestEvent<RecordOf<Tag>>>;
  onRecordConfirmPasswordResetRequest<Tag extends CollectionTag>(
    ...tags: Tag[]
  ): HookBinding<RecordRequestEvent<RecordOf<Tag>>>;
  onRecordRequestVerificationRequest<Tag extends CollectionTag>(
    ...tags: Tag[]
  ): HookBinding<RecordRequestEvent<RecordOf<Tag>>>;
  onRecordConfirmVerificationRequest<Tag extends CollectionTag>(
    ...tags: Tag[]
  ): HookBinding<RecordRequestEvent<RecordOf<Tag>>>;
  onRecordRequestEmailChangeRequest<Tag extends CollectionTag>(
    ...tags: Tag[]
  ): HookBinding<RecordEmailChangeRequestEvent<RecordOf<Tag>>>;
  onRecordConfirmEmailChangeRequest<Tag extends CollectionTag>(
    ...tags: Tag[]
  ): HookBinding<RecordEmailChangeRequestEvent<RecordOf<Tag>>>;
  onFileTokenRequest<Tag extends CollectionTag>(
    ...tags: Tag[]
  ): HookBinding<FileTokenRequestEvent<RecordOf<Tag>>>;
  onFileDownloadRequest<Tag extends CollectionTag>(
    ...tags: Tag[]
  ): HookBinding<FileDownloadRequestEvent<RecordOf<Tag>>>;
  onMailerRecordAuthAlertSend<Tag extends CollectionTag>(
    ...tags: Tag[]
  ): HookBinding<MailerRecordEvent<RecordOf<Tag>>>;
  onMailerRecordPasswordResetSend<Tag extends CollectionTag>(
    ...tags: Tag[]
  ): HookBinding<MailerRecordEvent<RecordOf<Tag>>>;
  onMailerRecordVerificationSend<Tag extends CollectionTag>(
    ...tags: Tag[]
  ): HookBinding<MailerRecordEvent<RecordOf<Tag>>>;
  onMailerRecordEmailChangeSend<Tag extends CollectionTag>(
    ...tags: Tag[]
  ): HookBinding<MailerRecordEvent<RecordOf<Tag>>>;
  onMailerRecordOTPSend<Tag extends CollectionTag>(
    ...tags: Tag[]
  ): HookBinding<MailerRecordEvent<RecordOf<Tag>>>;
}
