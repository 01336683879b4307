import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { AloneContext } from "#kernel";
import { Collections } from "../../collections/contract.ts";
import { Migrations } from "../../migrations/contract.ts";
import { compileFile } from "../compile.ts";
import { type FileProblem, ScriptTrials, type TriedScripts } from "../contract.ts";
import { filesBelow } from "../files.ts";
import { problemOf } from "../trials.ts";
import { typesFile, writeTypes } from "../types/write.ts";
import { showFile, showProblem } from "./show.ts";
import { checkTypes, type TypeVerdict } from "./types.ts";

/** `isobase hooks check`: everything that can be said about scripts without serving them. Gives the exit code. */
export async function checkHooks({ config, start, print }: AloneContext): Promise<number> {
  const { hooksDir } = config;
  if (!existsSync(hooksDir)) {
    print(`There is no folder ${hooksDir}: expected one with *.pb.ts or *.pb.js files.`);
    return 1;
  }
  const folder = await mkdtemp(path.join(tmpdir(), "isobase-check-"));
  try {
    const scripts = await filesBelow(hooksDir, /(?<!\.d)\.[cm]?[jt]s$/);
    const tried = await load({ start, hooksDir, folder });
    const syntax = await syntaxProblems(scripts);
    const refusals: FileProblem[] = [];
    const refused = (problem: FileProblem) => void refusals.push(problem);
    const declare = () => declareTypes({ start, migrationsDir: config.migrationsDir, folder, refused });
    const migrations = await typedMigrations(config.migrationsDir);
    const types = await checkTypes({ hooksDir, folder, scripts: [...scripts, ...migrations], declare });
    return report({ tried, syntax: [...syntax, ...refusals], types }, print);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function load(given: {
  readonly start: AloneContext["start"];
  readonly hooksDir: string;
  readonly folder: string;
}): Promise<TriedScripts> {
  const nowhere = path.join(given.folder, "none");
  const kernel = await given.start({
    dir: path.join(given.folder, "pb_data"),
    hooksDir: nowhere,
    migrationsDir: nowhere,
    hooksWatch: false,
  });
  try {
    return await kernel.service(ScriptTrials).load(given.hooksDir);
  } finally {
    await kernel.terminate();
  }
}

/** Migrations see what hooks see; those in JavaScript may be old, and have run. */
async function typedMigrations(folder: string): Promise<readonly string[]> {
  return existsSync(folder) ? await filesBelow(folder, /(?<!\.d)\.ts$/) : [];
}

/** Declarations as a server would write them, with the collections that the migrations make. */
async function declareTypes(given: {
  readonly start: AloneContext["start"];
  readonly migrationsDir: string;
  readonly folder: string;
  /** Hears why the migrations could not be applied. */
  refused(problem: FileProblem): void;
}): Promise<string> {
  const dir = path.join(given.folder, "migrated");
  const hooksDir = path.join(given.folder, "none");
  const kernel = await given.start({ dir, hooksDir, migrationsDir: given.migrationsDir, automigrate: false });
  try {
    const witness = kernel.service(ScriptTrials).witness({ send: async () => offline() });
    await kernel.bootstrap();
    // Whatever is wrong there: what can be said about the hooks is said all the same.
    await kernel
      .service(Migrations)
      .up()
      .catch((error: unknown) => given.refused(problemOf(given.migrationsDir, error)));
    await writeTypes(dir, kernel.service(Collections).all(witness.db));
    return path.join(dir, typesFile);
  } finally {
    await kernel.terminate();
  }
}

function offline(): never {
  throw new Error("Migrations send nothing while scripts are checked.");
}

/** Files that are only required by handlers are not loaded before these run; they can be read at least. */
async function syntaxProblems(scripts: readonly string[]): Promise<readonly FileProblem[]> {
  const found = await Promise.all(
    scripts.map(async (file) => {
      try {
        await compileFile(file, await readFile(file, "utf8"));
        return undefined;
      } catch (error) {
        return problemOf(file, error);
      }
    }),
  );
  return found.filter((problem) => problem !== undefined);
}

interface Findings {
  readonly tried: TriedScripts;
  readonly syntax: readonly FileProblem[];
  readonly types: TypeVerdict;
}

function report({ tried, syntax, types }: Findings, print: (line: string) => void): number {
  for (const file of tried.files) for (const line of showFile(file)) print(line);
  const problems = distinct([...syntax, ...tried.problems, ...types.problems]);
  for (const problem of problems) for (const line of showProblem(problem)) print(line);
  const registered = tried.files.reduce((sum, file) => sum + file.registered.length, 0);
  print(`${count(tried.files.length, "file")}, ${count(registered, "registration")}. ${types.note}`);
  print(problems.length === 0 ? "No problems." : `${count(problems.length, "problem")}.`);
  return problems.length === 0 ? 0 : 1;
}

// What is no syntax is told by all who try to read it.
function distinct(problems: readonly FileProblem[]): readonly FileProblem[] {
  const byPlace = new Map<string, FileProblem>();
  for (const problem of problems) {
    const place = `${problem.file}:${problem.line ?? problem.message}`;
    if (!byPlace.has(place)) byPlace.set(place, problem);
  }
  return [...byPlace.values()];
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
