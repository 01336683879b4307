/** What keeps a database from being opened and brought up to date, said in a sentence; other errors as they are. */
export function explainedOpen(file: string, cause: unknown): unknown {
  const code = codeOf(cause);
  const reason = Object.entries(reasons).find(([start]) => code.startsWith(start))?.[1];
  if (reason === undefined) return cause;
  return new Error(`cannot use "${file}": ${reason}`, { cause });
}

const reasons: Readonly<Record<string, string>> = {
  SQLITE_BUSY: "another process has locked it; end that process, or wait for it",
  SQLITE_CORRUPT: "it is damaged; put a backup in its place",
  SQLITE_NOTADB: "it is damaged, or no SQLite database at all; put a backup in its place",
  SQLITE_FULL: "the disk is full; make room",
  SQLITE_READONLY: "it may only be read; let this user write it and its folder",
  SQLITE_CANTOPEN: "it cannot be opened; let this user read and write it and its folder",
  SQLITE_IOERR: "the disk failed or is full; look after it",
};

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "";
  if ("sqliteCode" in error) return String(error.sqliteCode);
  return "code" in error ? String(error.code) : "";
}
