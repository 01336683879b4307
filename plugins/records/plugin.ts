import { definePlugin, JsonShapers } from "#kernel";
import { CollectionContents, Collections, PlainLists, RuleCheckers } from "../collections/contract.ts";
import { Models } from "../models/contract.ts";
import { Settings } from "../settings/contract.ts";
import { cascade } from "./cascade.ts";
import { collectionContents } from "./contents.ts";
import {
  FieldChecks,
  onBatchRequest,
  onRecordCreateRequest,
  onRecordDeleteRequest,
  onRecordEnrich,
  onRecordsListRequest,
  onRecordUpdateRequest,
  onRecordViewRequest,
  RecordRequests,
  Records,
  RequestInfos,
  Rules,
  recordHooks,
} from "./contract.ts";
import { EmptyLists } from "./empty-lists.ts";
import { Enricher } from "./enrich.ts";
import { Expander } from "./expand.ts";
import { Finder } from "./find.ts";
import { KeptPages } from "./kept-pages.ts";
import { RecordModel } from "./model/record.ts";
import { patternChecks } from "./patterns.ts";
import { pick } from "./pick.ts";
import { plainLists } from "./plain-lists.ts";
import { requestInfos } from "./requests.ts";
import { recordRequests } from "./routes/on-behalf.ts";
import { recordRoutes } from "./routes.ts";
import { Rulebook } from "./rules/check.ts";
import { ruleChecker } from "./rules/checker.ts";
import { Saver } from "./save.ts";
import type { Parts } from "./services.ts";
import { pickAsked } from "./shaper.ts";
import { askedExpands, enrich } from "./show.ts";
import { Validator } from "./validate.ts";

export default definePlugin({
  name: "records",
  summary: "The records of collections: found, shown, saved and deleted, by the rules of their collections.",
  requires: { collections: Collections, models: Models, settings: Settings },
  provides: {
    records: Records,
    rules: Rules,
    requestInfos: RequestInfos,
    recordRequests: RecordRequests,
  },
  hooks: [
    ...Object.values(recordHooks),
    onRecordEnrich,
    onRecordsListRequest,
    onRecordViewRequest,
    onRecordCreateRequest,
    onRecordUpdateRequest,
    onRecordDeleteRequest,
    onBatchRequest,
  ],

  setup(scope, { collections, models, settings }) {
    const finder = new Finder(collections);
    const rulebook = new Rulebook(collections);
    const enricher = new Enricher(scope, rulebook);
    const expander = new Expander(collections, finder, rulebook, enricher);
    const saver: Saver = new Saver(scope, models, new Validator(scope, collections, finder), (db, record) =>
      cascade(db, record, { collections, finder, saver }),
    );
    const parts: Parts = {
      scope,
      collections,
      finder,
      saver,
      rulebook,
      enricher,
      expander,
      emptyLists: new EmptyLists(),
      keptPages: new KeptPages(scope, collections),
    };

    scope.route(...recordRoutes(parts, settings));
    scope.contribute(JsonShapers, pickAsked);
    scope.contribute(PlainLists, plainLists);
    scope.contribute(CollectionContents, collectionContents(parts));
    scope.contribute(RuleCheckers, ruleChecker(collections));
    scope.contribute(FieldChecks, ...patternChecks);

    const records: Records = {
      create(collection, data = {}) {
        const record = new RecordModel(collection);
        record.load(data);
        return record;
      },
      findById: (db, collection, id) => finder.findById(db, collection, id),
      findByIds: (db, collection, ids) => finder.findByIds(db, collection, ids),
      findFirstByData: (db, collection, field, value) => finder.findFirstByData(db, collection, field, value),
      findByFilter: (db, collection, query) => finder.findByFilter(db, collection, query),
      findWhere: (db, collection, where, tail) => finder.findWhere(db, collection, where, tail),
      count: (db, collection, where) => finder.count(db, collection, where),
      validate: (db, record) => saver.validate(db, record),
      save: (db, record, options) => saver.save(db, record, options),
      delete: (db, record, options) => saver.delete(db, record, options),
    };
    const rules: Rules = {
      canAccess: (db, record, info, rule) => rulebook.canAccess(db, record, info, rule),
      meetsFilter: (db, record, info, filter) => rulebook.meetsFilter(db, record, info, filter),
      canManage: (db, record, info) => rulebook.canManage(db, record, info),
      async enrich(db, request, shown, expands = []) {
        const info = await requestInfos.of(request);
        await enrich(parts, db, info, shown, [...expands, ...askedExpands(request)]);
      },
      enrichFor: (db, info, shown, expands) => enrich(parts, db, info, shown, expands),
      expand: (db, shown, expands, info) => expander.expand(db, shown, expands, info),
      pick,
    };
    return { records, rules, requestInfos, recordRequests: recordRequests(parts) };
  },
});
