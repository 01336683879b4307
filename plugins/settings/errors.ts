import { AppError, defineError } from "#kernel";

export const SettingsNotSaved = defineError(
  "settings_not_saved",
  400,
  "An error occurred while saving the new settings.",
);

/** The stored settings are neither JSON nor sealed with the key at hand. */
export class SettingsLocked extends AppError {
  constructor(encryptionEnv: string, options?: ErrorOptions) {
    const message = `invalid settings db data or missing encryption key "${encryptionEnv}"`;
    super("settings_locked", 500, message, {}, options);
  }
}

/** The environment variable named by --encryptionEnv holds no usable key. */
export class InvalidEncryptionKey extends AppError {
  constructor(encryptionEnv: string) {
    const message = `the environment variable "${encryptionEnv}" must hold an encryption key of exactly 32 characters`;
    super("invalid_encryption_key", 500, message);
  }
}
