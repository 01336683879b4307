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
  ],
};
