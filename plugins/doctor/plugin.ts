import { type Command, definePlugin, type PluginScope } from "#kernel";
import { Storage } from "../files/contract.ts";
import { Settings } from "../settings/contract.ts";
import { applicationExaminations } from "./application.ts";
import { Examinations, type Finding } from "./contract.ts";
import { machineExaminations } from "./machine.ts";

export default definePlugin({
  name: "doctor",
  summary: "Looks over what the server depends on, and says what to do where something is wrong.",
  requires: { settings: Settings, storage: Storage },

  setup(scope, services) {
    scope.contribute(Examinations, ...machineExaminations(scope.config));
    scope.contribute(Examinations, ...applicationExaminations(scope, services));
    scope.command(doctorCommand(scope));
  },
});

const marks = { fine: "✓", doubtful: "!", broken: "✗" } as const;

function doctorCommand(scope: PluginScope): Command {
  return {
    name: "doctor",
    summary: "Looks for what is wrong with this installation",
    async run({ print }) {
      let broken = 0;
      for (const { name, examine } of scope.collect(Examinations)) {
        const finding = await examine().catch(unexamined);
        if (finding.state === "broken") broken++;
        print(`${marks[finding.state]} ${name}: ${finding.text}`);
        if (finding.state !== "fine") print(`  → ${finding.remedy}`);
      }
      if (broken > 0) throw new Error(`${broken} of these keep the server from working as it should`);
    },
  };
}

function unexamined(error: unknown): Finding {
  const text = error instanceof Error ? error.message : String(error);
  return { state: "broken", text, remedy: "this could not be looked at; see the reason" };
}
