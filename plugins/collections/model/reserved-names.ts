/** What no field may be called: words of the rules language, of SQLite, and keys every record has anyway. */
export const reservedNames = ["null", "true", "false", "_rowid_", "collectionId", "collectionName", "expand"];
