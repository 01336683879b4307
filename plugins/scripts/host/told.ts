const reasons: Readonly<Record<string, string>> = {
  ENOENT: "no such file or directory",
  EACCES: "permission denied",
  EEXIST: "file exists",
  EISDIR: "is a directory",
  ENOTDIR: "not a directory",
  ENOTEMPTY: "directory not empty",
};

/** The failure of a file operation in the reference's words; a missing file still counts as one. */
export async function told<T>(work: Promise<T>, verb: string, file: string): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    const { code = "" } = cause as { readonly code?: string };
    const error = new Error(`${verb} ${file}: ${reasons[code] ?? String(cause)}`, { cause });
    throw Object.assign(error, { code });
  }
}
