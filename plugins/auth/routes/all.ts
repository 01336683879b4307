import type { Route } from "#kernel";
import type { AuthServices } from "../services.ts";
import { confirmEmailChangeRoute, requestEmailChangeRoute } from "./email-change.ts";
import { impersonateRoute } from "./impersonate.ts";
import { methodsRoute } from "./methods.ts";
import { confirmPasswordResetRoute, requestPasswordResetRoute } from "./password-reset.ts";
import { refreshRoute } from "./refresh.ts";
import { requestOtpRoute } from "./request-otp.ts";
import { confirmVerificationRoute, requestVerificationRoute } from "./verification.ts";
import { withOAuth2Route } from "./with-oauth2.ts";
import { withOtpRoute } from "./with-otp.ts";
import { withPasswordRoute } from "./with-password.ts";

export function authRoutes(services: AuthServices): readonly Route[] {
  return [
    methodsRoute(services),
    refreshRoute(services),
    withPasswordRoute(services),
    withOAuth2Route(services),
    requestOtpRoute(services),
    withOtpRoute(services),
    requestPasswordResetRoute(services),
    confirmPasswordResetRoute(services),
    requestVerificationRoute(services),
    confirmVerificationRoute(services),
    requestEmailChangeRoute(services),
    confirmEmailChangeRoute(services),
    impersonateRoute(services),
  ];
}
