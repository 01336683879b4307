import type { Middleware } from "#kernel";

/** What keeps browsers from guessing types and strangers from framing pages. */
export const securityHeaders: Middleware = {
  id: "pbSecurityHeaders",
  priority: -1010,
  before(e) {
    e.setHeader("X-Xss-Protection", "1; mode=block");
    e.setHeader("X-Content-Type-Options", "nosniff");
    e.setHeader("X-Frame-Options", "SAMEORIGIN");
  },
};
