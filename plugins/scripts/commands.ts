import type { AloneContext, Command } from "#kernel";

/** `isobase hooks …`: what authors of scripts do before anything is served. */
export const hooksCommand: Command = {
  name: "hooks",
  summary: "Checks and tests the scripts in pb_hooks",
  commands: [
    {
      name: "check",
      summary: "Compiles the scripts, checks their types and shows what they register; changes no data",
      example: "hooks check --hooksDir ./pb_hooks",
      runAlone: async (context: AloneContext) => {
        const { checkHooks } = await import("./checking/check.ts");
        return await checkHooks(context);
      },
    },
    {
      name: "test",
      summary: "Runs the tests beside the scripts, each in an app of its own",
      usage: "[files]",
      example: "hooks test\nhooks test notes.test.ts",
      runAlone: async (context: AloneContext) => {
        const { testHooks } = await import("./testing/run.ts");
        return await testHooks(context);
      },
    },
  ],
};
