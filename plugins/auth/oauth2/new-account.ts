import type { Logger, RequestBody, UploadedFile } from "#kernel";
import type { Collection } from "../../collections/contract.ts";
import type { OAuth2User } from "../contract.ts";
import { authOptions } from "../options/read.ts";
import { randomLetters } from "../random.ts";
import { downloadAvatar } from "./avatar.ts";

interface Surroundings {
  readonly log: Logger;
  /** Whether a username is free in the collection. */
  isFree(field: string, value: string): Promise<boolean>;
}

/** What a new account is made of: what the client sent, and for the rest what the provider said. */
export async function newAccountBody(
  collection: Collection,
  user: OAuth2User,
  createData: Readonly<Record<string, unknown>>,
  { log, isFree }: Surroundings,
): Promise<RequestBody> {
  const { mappedFields } = authOptions(collection).oauth2;
  const data: Record<string, unknown> = { ...createData };
  const files: UploadedFile[] = [];
  const fill = (field: string, value: string): void => {
    if (field !== "" && value !== "" && (data[field] === undefined || data[field] === ""))
      data[field] = value;
  };
  fill("email", user.email);
  fill(mappedFields.id, user.id);
  fill(mappedFields.name, user.name);
  const nickname = mappedFields.username;
  if (isValid(collection, nickname, user.username) && (await isFree(nickname, user.username))) {
    fill(nickname, user.username);
  }
  const picture = mappedFields.avatarURL;
  if (collection.field(picture)?.field.type !== "file") fill(picture, user.avatarURL);
  else if (user.avatarURL !== "" && data[picture] === undefined) {
    await downloadAvatar(user.avatarURL, picture).then(
      (file) => files.push(file),
      (error: unknown) => log.warn("Failed to fetch a picture from an OAuth2 provider", { error }),
    );
  }
  if (data.password === undefined || data.password === "") {
    data.password = randomLetters(30);
    data.passwordConfirm = data.password;
  }
  return { data, files };
}

function isValid(collection: Collection, field: string, value: string): boolean {
  const typed = collection.field(field);
  if (typed === undefined || value === "") return false;
  return typed.type.check(typed.field, typed.type.normalize(typed.field, value)) === undefined;
}
