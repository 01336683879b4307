import { definePlugin } from "#kernel";
import { updateCommand } from "./command.ts";

export default definePlugin({
  name: "update",
  summary: "Brings in the newest version, the way this one was installed.",
  commands: [updateCommand],
  setup() {},
});
