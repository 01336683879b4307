import type { LogEntry } from "#kernel";
import { type MailMessage, onMailerSend } from "../mailer/contract.ts";
import type { FileProblem, LoadedFile, ScriptTrials } from "./contract.ts";
import { ScriptProblem } from "./errors.ts";
import type { Generation } from "./generation.ts";
import { nameOf } from "./registered.ts";
import { reasonOf, Scripts } from "./reload.ts";
import type { Services } from "./services.ts";

/** Loads scripts to look at them. */
export function createTrials(services: Services, atStart: readonly FileProblem[]): ScriptTrials {
  const { scope } = services;
  return {
    problems: atStart,

    async load(hooksDir) {
      const problems: FileProblem[] = [];
      const tell = (file: string, error: unknown): void => void problems.push(problemOf(file, error));
      const scripts = new Scripts(services, { hooksDir, tell });
      scope.defer(() => scripts.stop());
      await scripts.start();
      const { running } = scripts;
      if (running === undefined) return { problems, files: [] };
      return {
        problems: [...problems, ...neverCalled(running.generation)],
        files: filesOf(running.generation),
      };
    },

    witness(network) {
      const mails: MailMessage[] = [];
      const logs: LogEntry[] = [];
      services.network = network;
      scope.logTo((entry) => void logs.push(entry));
      // Innermost, where it would be handed over: what hooks made of it is what counts.
      scope.on(onMailerSend, (e) => void mails.push(e.message), { priority: 9999 });
      return {
        mails,
        logs,
        get db() {
          return scope.db;
        },
      };
    },
  };
}

/** A failure with its place, as plain data. */
export function problemOf(file: string, error: unknown): FileProblem {
  if (!(error instanceof ScriptProblem)) return { file, message: reasonOf(error) };
  return error.place === undefined
    ? { file, message: error.message }
    : { message: error.message, ...error.place };
}

/** Handlers given in the place of a name: as in the reference that loads, and never fires. */
function neverCalled({ registrations, stacks }: Generation): readonly FileProblem[] {
  return registrations.flatMap((one) => {
    if (one.kind !== "hook" || !one.tags.some((tag) => /[^\w@.-]/.test(tag))) return [];
    const message = `This handler will never be called: the handler comes first, then the collections, as in ${one.name}(handler, "posts").`;
    return [{ message, ...(stacks.placeOf(one.at) ?? { file: one.file }) }];
  });
}

function filesOf({ files, registrations, stacks }: Generation): readonly LoadedFile[] {
  return files.map(({ filename }) => ({
    file: filename,
    registered: registrations
      .filter(({ file }) => file === filename)
      .map((one) => ({ kind: one.kind, name: nameOf(one), line: stacks.placeOf(one.at)?.line })),
  }));
}
