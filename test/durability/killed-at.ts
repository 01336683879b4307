// Isobase, killing itself at a moment of a backup or restore: KILLED_AT="unpacking 2" is when that step moves a second time.
import path from "node:path";
import { runCommandLine } from "../../kernel/cli/run.ts";
import { definePlugin } from "../../kernel/index.ts";
import { discoverPlugins } from "../../kernel/plugins/discover.ts";
import { Backups } from "../../plugins/backups/contract.ts";

const [step, times] = (process.env.KILLED_AT ?? "").split(" ");
let seen = 0;

const killer = definePlugin({
  name: "killer",
  summary: "Ends the process without any notice.",
  requires: { backups: Backups },
  setup(_scope, { backups }) {
    backups.watch((progress) => {
      if (progress.step === step && ++seen === Number(times)) process.kill(process.pid, "SIGKILL");
    });
  },
});

const plugins = await discoverPlugins(path.resolve(import.meta.dirname, "../../plugins"));
process.exit(await runCommandLine(process.argv.slice(2), [...plugins, killer]));
