// What scripts in pb_hooks/ and pb_migrations/ see. Refer to it at the top of a script:
//   /// <reference path="../pb_data/types.d.ts" />

/// <reference path="./app.d.ts" />
/// <reference path="./app-hooks.d.ts" />
/// <reference path="./collections.d.ts" />
/// <reference path="./database.d.ts" />
/// <reference path="./errors.d.ts" />
/// <reference path="./events.d.ts" />
/// <reference path="./globals.d.ts" />
/// <reference path="./records.d.ts" />
/// <reference path="./router.d.ts" />
/// <reference path="./settings.d.ts" />
/// <reference path="./testing.d.ts" />
/// <reference path="./values.d.ts" />
