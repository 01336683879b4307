import type { Migration } from "../migrations/contract.ts";

const createParams = `
CREATE TABLE IF NOT EXISTS \`_params\` (
  \`id\` TEXT PRIMARY KEY DEFAULT ('r'||lower(hex(randomblob(7)))) NOT NULL,
  \`value\` JSON DEFAULT NULL,
  \`created\` TEXT DEFAULT (strftime('%Y-%m-%d %H:%M:%fZ')) NOT NULL,
  \`updated\` TEXT DEFAULT (strftime('%Y-%m-%d %H:%M:%fZ')) NOT NULL
)`;

/** The settings' part of the reference's first migration. */
export const settingsMigration: Migration = {
  file: "1640988000_init.go",
  up: async ({ data }) => await data.script(createParams),
};
