/** What `$app.store()` holds in place of a function: functions never leave the sandbox that put them there. */
export const keptInSandbox = "\u0000function";
