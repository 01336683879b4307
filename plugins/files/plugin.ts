import path from "node:path";
import { definePlugin, onServe } from "#kernel";
import { Auth } from "../auth/contract.ts";
import { Collections, collectionHooks } from "../collections/contract.ts";
import { FieldChecks, FileAdopters, Records, RequestInfos, Rules } from "../records/contract.ts";
import { Settings } from "../settings/contract.ts";
import { attachFiles } from "./attach.ts";
import { fileNamesCheck } from "./checks.ts";
import { onFileDownloadRequest, onFileTokenRequest, Storage } from "./contract.ts";
import { FileJournal } from "./journal.ts";
import { ProtectedFiles } from "./protected.ts";
import { downloadRoute } from "./routes/download.ts";
import { testS3Route } from "./routes/test-s3.ts";
import { tokenRoute } from "./routes/token.ts";
import { serveFile } from "./serve.ts";
import { Stores } from "./storage.ts";
import { sweepLeftovers } from "./sweep.ts";
import { Thumbs } from "./thumbs.ts";
import { createTrial } from "./trial.ts";
import { adoptUpload, pendingFile } from "./upload.ts";
import { ViewFiles } from "./view-files.ts";

export default definePlugin({
  name: "files",
  summary: "Keeps files with their records, on disk or in a bucket, and serves them.",
  requires: {
    settings: Settings,
    collections: Collections,
    records: Records,
    rules: Rules,
    infos: RequestInfos,
    auth: Auth,
  },
  provides: { storage: Storage },
  capabilities: ["files:read", "files:write"],
  hooks: [onFileTokenRequest, onFileDownloadRequest],

  setup(scope, { settings, collections, records, rules, infos, auth }) {
    const stores = new Stores(scope.config.dir, settings);
    const thumbs = new Thumbs(process.env);
    const store = () => stores.files();
    const journals = path.join(scope.config.dir, ".isobase");
    const journal = new FileJournal(journals);
    scope.defer(() => journal.close());

    scope.contribute(FileAdopters, adoptUpload);
    scope.contribute(FieldChecks, fileNamesCheck);
    attachFiles(scope, store, journal, thumbs);
    scope.on(collectionHooks.afterDeleteSuccess, async (e) => {
      await e.next();
      store()
        .deletePrefix(e.collection.id)
        .catch((error) => scope.log.warn("Files could not be removed.", { error }));
    });
    scope.on(onServe, async (e) => {
      await stores.dropUnfinished();
      sweepLeftovers({ scope, collections, records }, store(), journals).catch((error) =>
        scope.log.warn("Files of an earlier run could not be looked at.", { error }),
      );
      await e.next();
    });

    const access = new ProtectedFiles(scope, auth, rules, infos);
    const trial = createTrial(stores, settings);
    const views = new ViewFiles(scope, collections, records);
    scope.route(
      tokenRoute(scope, auth),
      downloadRoute({ scope, collections, records, auth, store, thumbs, access, views }),
      testS3Route(trial),
    );
    return {
      storage: {
        files: store,
        backups: () => stores.backups(),
        local: (folder) => stores.local(folder),
        s3: (options) => stores.s3(options),
        upload: pendingFile,
        serve: serveFile,
        createThumb: (from, original, thumb, size) => thumbs.create(from, original, thumb, size),
        trial,
      },
    };
  },
});
