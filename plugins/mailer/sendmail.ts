import { constants } from "node:fs";
import { access } from "node:fs/promises";
import path from "node:path";
import { SendmailMissing } from "./errors.ts";

const usualPlaces = ["/usr/sbin/sendmail", "/usr/bin/sendmail", "/usr/lib/sendmail"];

/** Where the local sendmail program is: on the PATH or in its usual places. */
export async function locateSendmail(pathVariable: string): Promise<string> {
  const folders = pathVariable.split(path.delimiter).filter((folder) => folder !== "");
  const candidates = [...folders.map((folder) => path.join(folder, "sendmail")), ...usualPlaces];
  for (const candidate of candidates) {
    if (await isExecutable(candidate)) return candidate;
  }
  throw new SendmailMissing();
}

async function isExecutable(file: string): Promise<boolean> {
  return await access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}
