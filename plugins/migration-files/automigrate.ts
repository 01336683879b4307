import path from "node:path";
import type { PluginScope } from "#kernel";
import {
  type CollectionRequestEvent,
  type Collections,
  onCollectionCreateRequest,
  onCollectionDeleteRequest,
  onCollectionUpdateRequest,
} from "../collections/contract.ts";
import type { Migrations } from "../migrations/contract.ts";
import { type CollectionJson, portable } from "./collection-json.ts";
import { migrationFile, writeMigration } from "./file.ts";
import { createdText, deletedText, updatedText } from "./template.ts";

export interface AutomigrateServices {
  readonly collections: Collections;
  readonly migrations: Migrations;
}

/** Writes down what is changed over the API as a migration that counts as applied here. */
export function automigrate(scope: PluginScope, { collections, migrations }: AutomigrateServices): void {
  const stateOf = ({ db, collection }: CollectionRequestEvent): CollectionJson | undefined => {
    const found = collections.find(db, collection.id);
    return found && portable(scope, found);
  };

  async function follow(e: CollectionRequestEvent & { next(): PromiseLike<void> }): Promise<void> {
    const before = stateOf(e);
    await e.next();
    const change = describe(before, stateOf(e));
    if (change === undefined) return;
    const file = await migrationFile(scope.config, change.name);
    await writeMigration(scope.config, file, change.text);
    await migrations.record(e.db, path.basename(file));
  }

  for (const hook of [onCollectionCreateRequest, onCollectionUpdateRequest, onCollectionDeleteRequest]) {
    scope.on(hook, follow);
  }
}

interface Change {
  readonly name: string;
  readonly text: string;
}

function describe(before: CollectionJson | undefined, after: CollectionJson | undefined): Change | undefined {
  if (before === undefined && after === undefined) return undefined;
  if (before === undefined) return after && { name: nameOf("created", after), text: createdText(after) };
  if (after === undefined) return { name: nameOf("deleted", before), text: deletedText(before) };
  const text = updatedText(before, after);
  return text === undefined ? undefined : { name: nameOf("updated", before), text };
}

// A name that ends with "test" would be taken for a test by tools that go by names.
function nameOf(verb: string, { name }: CollectionJson): string {
  return `${verb}_${name}${name.endsWith("test") ? "_" : ""}`;
}
