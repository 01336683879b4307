import { definePlugin, onBootstrap } from "#kernel";
import { SystemMigrations } from "../migrations/contract.ts";
import { Models } from "../models/contract.ts";
import { Catalogue } from "./catalogue.ts";
import {
  Collections,
  collectionHooks,
  onCollectionCreateRequest,
  onCollectionDeleteRequest,
  onCollectionsImportRequest,
  onCollectionsListRequest,
  onCollectionUpdateRequest,
  onCollectionViewRequest,
} from "./contract.ts";
import { collectionMigrations } from "./migrations.ts";
import { collectionRoutes } from "./routes.ts";
import { mendQuotes } from "./views/quotes.ts";

export default definePlugin({
  name: "collections",
  summary: "What is kept: collections, their fields, indexes and tables.",
  requires: { models: Models },
  provides: { collections: Collections },
  hooks: [
    ...Object.values(collectionHooks),
    onCollectionsListRequest,
    onCollectionViewRequest,
    onCollectionCreateRequest,
    onCollectionUpdateRequest,
    onCollectionDeleteRequest,
    onCollectionsImportRequest,
  ],

  setup(scope, { models }) {
    const collections = new Catalogue(scope, models);
    scope.contribute(SystemMigrations, ...collectionMigrations(collections));
    // After the migrations (999), before whoever works with collections at the start.
    scope.on(
      onBootstrap,
      async (e) => {
        await e.next();
        await collections.reload();
        await mendQuotes(
          scope,
          collections.all(scope.db).filter(({ isView }) => isView),
        );
      },
      { priority: 998 },
    );
    scope.route(...collectionRoutes({ scope, collections }));
    return { collections };
  },
});
