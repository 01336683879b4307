import type { Route } from "#kernel";
import type { Collection } from "../../collections/contract.ts";
import { type Authorization, authorization } from "../oauth2/authorize.ts";
import { logoOf, providerNamed } from "../oauth2/catalogue.ts";
import { authOptions } from "../options/read.ts";
import type { AuthServices } from "../services.ts";
import { actionRoute } from "./action.ts";

/** GET …/auth-methods: the ways into a collection. */
export function methodsRoute(services: Pick<AuthServices, "scope" | "collections" | "limits">): Route {
  return actionRoute(services, {
    method: "GET",
    path: "auth-methods",
    limits: ["listAuthMethods"],
    async handle(e, collection) {
      e.json(200, methodsOf(collection));
    },
  });
}

function methodsOf(collection: Collection): Record<string, unknown> {
  const { passwordAuth, oauth2, mfa, otp } = authOptions(collection);
  const providers = oauth2.enabled ? authorizationsOf(collection) : [];
  const knows = (field: string): boolean =>
    passwordAuth.enabled && passwordAuth.identityFields.includes(field);
  return {
    password: {
      identityFields: passwordAuth.enabled ? passwordAuth.identityFields : [],
      enabled: passwordAuth.enabled,
    },
    oauth2: { providers, enabled: oauth2.enabled },
    mfa: { enabled: mfa.enabled, duration: mfa.enabled ? mfa.duration : 0 },
    otp: { enabled: otp.enabled, duration: otp.enabled ? otp.duration : 0 },
    // What clients of before 0.23 read; null is how the reference writes an empty list here.
    authProviders: oauth2.enabled ? providers.map((one) => ({ ...one, logo: "" })) : null,
    usernamePassword: knows("username"),
    emailPassword: knows("email"),
  };
}

function authorizationsOf(collection: Collection): Authorization[] {
  return authOptions(collection).oauth2.providers.flatMap((options) => {
    const provider = providerNamed(options.name);
    return provider === undefined ? [] : [authorization(provider, options, logoOf(provider))];
  });
}
