import type { S3Settings, SettingsValues } from "./contract.ts";

/** Settings as the API shows them: without secrets. */
export function withoutSecrets(values: SettingsValues): object {
  const { password: _, ...smtp } = values.smtp;
  return {
    ...values,
    smtp,
    backups: { ...values.backups, s3: openS3(values.backups.s3) },
    s3: openS3(values.s3),
  };
}

function openS3({ secret: _, ...s3 }: S3Settings): object {
  return s3;
}

/** Settings as they lie in the database: an empty secret of a bucket is left out. */
export function toStored(values: SettingsValues): object {
  return {
    ...values,
    backups: { ...values.backups, s3: storedS3(values.backups.s3) },
    s3: storedS3(values.s3),
  };
}

function storedS3(s3: S3Settings): object {
  return s3.secret === "" ? openS3(s3) : s3;
}
