import type { Middleware } from "#kernel";

/** Sends these `www.` names to the ones without it. */
export function wwwRedirect(names: ReadonlySet<string>): Middleware {
  return {
    id: "pbWWWRedirect",
    priority: -99999,
    before(e) {
      const host = e.header("host").toLowerCase();
      if (!names.has(host.replace(/:\d+$/, ""))) return;
      e.redirect(307, `https://${host.slice("www.".length)}${e.request.url}`);
    },
  };
}
