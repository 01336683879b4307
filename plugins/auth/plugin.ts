import { definePlugin, type PluginScope } from "#kernel";
import {
  CollectionOptionSets,
  Collections,
  OAuth2ProviderEntries,
  RuleCheckers,
} from "../collections/contract.ts";
import { Crons } from "../crons/contract.ts";
import { Mailer, TestLetters } from "../mailer/contract.ts";
import { SystemMigrations } from "../migrations/contract.ts";
import { Broker } from "../realtime/contract.ts";
import {
  ActionGuards,
  FieldSavers,
  RecordRequests,
  Records,
  RequestInfos,
  Rules,
} from "../records/contract.ts";
import { onSettingsReload, Settings } from "../settings/contract.ts";
import { cleanUpRegularly } from "./cleanup.ts";
import { superuserCommand } from "./commands.ts";
import * as contract from "./contract.ts";
import { identify } from "./identify.ts";
import { createLetters, testLetters } from "./letters/letters.ts";
import { Mfa } from "./mfa.ts";
import { alertMigration } from "./migrations.ts";
import { providerEntries, providerNamed } from "./oauth2/catalogue.ts";
import { checkOptions } from "./options/check.ts";
import { completeOptions } from "./options/complete.ts";
import { publishOptions } from "./options/publish.ts";
import { readStoredOptions } from "./options/stored.ts";
import { Origins } from "./origins.ts";
import { authRoutes } from "./routes/all.ts";
import { appleSecretRoute } from "./routes/apple-secret.ts";
import { oauth2RedirectRoutes } from "./routes/oauth2-redirect.ts";
import { followAccounts } from "./saving/accounts.ts";
import { passwordSaver } from "./saving/hashing.ts";
import { checkSubmittedAccounts } from "./saving/submitted.ts";
import { keepSuperusers } from "./saving/superusers.ts";
import { checkSystemRows } from "./saving/system-rows.ts";
import { createAuth } from "./service.ts";
import type { AuthServices } from "./services.ts";
import { SignInAnswers } from "./sign-in-answers.ts";
import { superuserIpsWhitelist } from "./superuser-ips.ts";
import { SystemRows } from "./system-rows.ts";
import { RateLimits } from "./throttle.ts";
import { TokenHolders } from "./token-holders.ts";
import { Windows } from "./windows.ts";

const isProvider = (name: string): boolean => providerNamed(name) !== undefined;

export default definePlugin({
  name: "auth",
  summary: "Who is asking, and every way to prove it.",
  requires: {
    collections: Collections,
    records: Records,
    recordRequests: RecordRequests,
    rules: Rules,
    infos: RequestInfos,
    settings: Settings,
    mailer: Mailer,
    crons: Crons,
    broker: Broker,
  },
  provides: { auth: contract.Auth },
  capabilities: ["records:read", "records:write", "mail:send", "net:*"],
  hooks: [
    contract.onRecordAuthRequest,
    contract.onRecordAuthWithPasswordRequest,
    contract.onRecordAuthWithOAuth2Request,
    contract.onRecordAuthRefreshRequest,
    contract.onRecordRequestOTPRequest,
    contract.onRecordAuthWithOTPRequest,
    contract.onRecordRequestPasswordResetRequest,
    contract.onRecordConfirmPasswordResetRequest,
    contract.onRecordRequestVerificationRequest,
    contract.onRecordConfirmVerificationRequest,
    contract.onRecordRequestEmailChangeRequest,
    contract.onRecordConfirmEmailChangeRequest,
    contract.onMailerRecordAuthAlertSend,
    contract.onMailerRecordPasswordResetSend,
    contract.onMailerRecordVerificationSend,
    contract.onMailerRecordEmailChangeSend,
    contract.onMailerRecordOTPSend,
  ],

  setup(scope, needs) {
    const { collections, records, rules, infos, settings, mailer, crons, broker } = needs;
    const rows = new SystemRows(collections, records);
    const letters = createLetters(scope, { mailer, settings, rows });
    const mfa = new Mfa({ rows, rules, infos });
    const origins = new Origins({ rows, settings, letters, log: scope.log });
    const services: AuthServices = {
      scope,
      collections,
      records,
      recordRequests: needs.recordRequests,
      rules,
      infos,
      settings,
      letters,
      rows,
      answers: new SignInAnswers({ scope, settings, rules, infos, mfa, origins }),
      limits: new RateLimits(settings, () => cleanRateLimits(services, crons)),
      holders: new TokenHolders(collections, records),
      otpTries: new Windows(),
    };

    scope.contribute(SystemMigrations, alertMigration);
    scope.contribute(CollectionOptionSets, {
      type: "auth",
      complete: completeOptions,
      check: async (db, collection, original) =>
        checkOptions(db, collection, original, { ruleCheckers: scope.collect(RuleCheckers), isProvider }),
      publish: publishOptions,
      read: readStoredOptions,
    });
    scope.contribute(OAuth2ProviderEntries, ...providerEntries);
    scope.contribute(FieldSavers, passwordSaver);
    scope.contribute(ActionGuards, {
      check: (request, collection, action) => services.limits.countAction(request, collection, [action]),
    });
    scope.contribute(TestLetters, ...testLetters(letters, records));

    followAccounts(services);
    keepSuperusers(services);
    checkSystemRows({ ...services, isProvider });
    checkSubmittedAccounts(services);
    cleanUpRegularly({ ...services, crons });
    forgetCountsWithSettings(scope, services.limits);

    scope.middleware(
      identify(() => scope.db, services.holders),
      superuserIpsWhitelist(settings),
      services.limits.middleware(),
    );
    scope.route(...authRoutes(services), ...oauth2RedirectRoutes(broker, settings), appleSecretRoute);
    scope.command(superuserCommand(services));
    return { auth: createAuth(services) };
  },
});

/** Other limits, other counts. */
function forgetCountsWithSettings(scope: PluginScope, limits: RateLimits): void {
  scope.on(onSettingsReload, async (e) => {
    await e.next();
    limits.forgetAll();
  });
}

function cleanRateLimits({ limits }: AuthServices, crons: Crons): void {
  crons.add({
    id: "__pbRateLimitersCleanup__",
    expression: "2 * * * *",
    run: () => limits.forgetIdle(),
  });
}
