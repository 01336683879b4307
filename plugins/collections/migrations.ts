import { raw } from "#kernel";
import type { Migration } from "../migrations/contract.ts";
import type { Collections } from "./contract.ts";
import { listAllIndexes } from "./list-indexes.ts";
import { addSentTo } from "./sent-to.ts";
import { createSystemCollections } from "./system.ts";

const createCollections = `
CREATE TABLE IF NOT EXISTS \`_collections\` (
  \`id\` TEXT PRIMARY KEY DEFAULT ('r'||lower(hex(randomblob(7)))) NOT NULL,
  \`system\` BOOLEAN DEFAULT FALSE NOT NULL,
  \`type\` TEXT DEFAULT "base" NOT NULL,
  \`name\` TEXT UNIQUE NOT NULL,
  \`fields\` JSON DEFAULT "[]" NOT NULL,
  \`indexes\` JSON DEFAULT "[]" NOT NULL,
  \`listRule\` TEXT DEFAULT NULL,
  \`viewRule\` TEXT DEFAULT NULL,
  \`createRule\` TEXT DEFAULT NULL,
  \`updateRule\` TEXT DEFAULT NULL,
  \`deleteRule\` TEXT DEFAULT NULL,
  \`options\` JSON DEFAULT "{}" NOT NULL,
  \`created\` TEXT DEFAULT (strftime('%Y-%m-%d %H:%M:%fZ')) NOT NULL,
  \`updated\` TEXT DEFAULT (strftime('%Y-%m-%d %H:%M:%fZ')) NOT NULL
);
CREATE INDEX IF NOT EXISTS idx__collections_type ON \`_collections\` (\`type\`);`;

/** The history of the tables, under the names the reference records. */
export function collectionMigrations(collections: Collections): readonly Migration[] {
  const init: Migration = {
    file: "1640988000_init.go",
    async up({ data }) {
      await data.script(createCollections);
      await createSystemCollections(data, collections);
    },
  };
  const normalizeIndexes: Migration = {
    file: "1778828400_normalize_indexes.go",
    up: async ({ data }) => await listAllIndexes(data),
  };
  const sentTo: Migration = {
    file: "1717233559_v0.23_migrate4.go",
    up: async ({ data }) => await addSentTo(data),
  };
  return [init, ...upgradesFromOlder.map(unsupported), sentTo, normalizeIndexes];
}

// They bring data of releases before 0.23 up to date, where collections have a `schema` instead of `fields`.
const upgradesFromOlder = [
  "1717233556_v0.23_migrate.go",
  "1717233557_v0.23_migrate2.go",
  "1717233558_v0.23_migrate3.go",
  "1717233559_v0.23_migrate4.go",
];

function unsupported(file: string): Migration {
  return {
    file,
    async up({ data }) {
      const { columns } = await data.table(raw("SELECT * FROM _collections LIMIT 0"));
      if (columns.some(({ name }) => name === "schema")) {
        throw new Error(
          "this data is older than 0.23: open it once with PocketBase 0.23 to 0.39, which converts it",
        );
      }
    },
  };
}
