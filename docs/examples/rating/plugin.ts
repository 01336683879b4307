import path from "node:path";
import { definePlugin, sql } from "#kernel";
import { Panels } from "../../../plugins/dashboard/contract.ts";
import { superusersOnly } from "../../../plugins/records/contract.ts";

const folder = (name: string): string => path.join(import.meta.dirname, name);

export default definePlugin({
  name: "rating",
  summary: "Stars for fields named rating, a tab beside posts, and a page with totals.",

  setup(scope) {
    scope.contribute(
      Panels,
      { id: "stars", title: "Stars", folder: folder("stars"), at: "field", fields: ["*.rating"] },
      {
        id: "about-post",
        title: "About",
        folder: folder("about"),
        at: "record",
        collections: ["posts"],
        changes: ["title"],
      },
      {
        id: "rating-totals",
        title: "Ratings",
        folder: folder("totals"),
        at: "page",
        calls: ["GET /api/rating/totals/{rating}"],
      },
    );
    scope.route({
      method: "GET",
      path: "/api/rating/totals/{rating}",
      middlewares: [superusersOnly],
      handle: async (e) => {
        const rating = Number(e.params.rating);
        return { total: await scope.db.value(sql`SELECT count(*) FROM posts WHERE rating = ${rating}`) };
      },
    });
  },
});
