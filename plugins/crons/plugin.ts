import { definePlugin, onServe, onTerminate } from "#kernel";
import { Crons } from "./contract.ts";
import { cronRoutes } from "./routes.ts";
import { Scheduler } from "./scheduler.ts";

export default definePlugin({
  name: "crons",
  summary: "Runs jobs at the minutes they name, in UTC, while the server serves.",
  provides: { crons: Crons },

  setup(scope) {
    const scheduler = new Scheduler(scope.log);
    scope.route(...cronRoutes(scheduler));
    scheduler.add({
      id: "__pbDBOptimize__",
      expression: "0 0 * * *",
      async run() {
        await scope.db.optimize();
        await scope.auxiliary.optimize();
      },
    });
    scope.on(onServe, async (e) => {
      await e.next();
      scheduler.start();
    });
    scope.on(onTerminate, async (e) => {
      scheduler.stop();
      await e.next();
    });
    return { crons: scheduler };
  },
});
