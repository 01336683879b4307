import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { Examination, Finding } from "../doctor/contract.ts";
import { readCertificate, renewalOf } from "./certificate.ts";

const day = 86_400_000;

/** What `isobase doctor` says of the certificates this server got itself. */
export function certificateExamination(folder: string): Examination {
  return { name: "certificates", examine: async () => await examine(folder, Date.now()) };
}

async function examine(folder: string, now: number): Promise<Finding> {
  const files = await readdir(folder).catch(() => []);
  const names = files.filter((file) => file.includes(".") && !file.includes("+") && !file.endsWith(".tmp"));
  if (names.length === 0) return { state: "fine", text: "none of this server's own" };
  const findings = await Promise.all(names.map((name) => examineOne(folder, name, now)));
  const [worst] = [...findings].sort((a, b) => gravity[b.state] - gravity[a.state]);
  return worst?.state === "fine" || worst === undefined
    ? { state: "fine", text: findings.map(({ text }) => text).join(", ") }
    : worst;
}

const gravity = { fine: 0, doubtful: 1, broken: 2 } as const;

async function examineOne(folder: string, name: string, now: number): Promise<Finding> {
  const certificate = readCertificate(name, await readFile(path.join(folder, name), "utf8"));
  if (certificate === undefined) {
    const remedy = `remove ${path.join(folder, name)}; the server asks for another one`;
    return { state: "doubtful", text: `${name} has a certificate of something else`, remedy };
  }
  const days = Math.floor((certificate.validTo - now) / day);
  const remedy =
    "look at what the server says when it asks for a new one: port 80 must be reachable from the internet";
  if (days < 0) return { state: "broken", text: `${name} ran out ${-days} days ago`, remedy };
  // It is asked for again every few hours from its time of renewal on; days later something keeps it from coming.
  if (now > renewalOf(certificate) + 3 * day)
    return { state: "doubtful", text: `${name} should have been renewed, ${days} days are left`, remedy };
  return { state: "fine", text: `${name} for ${days} days` };
}
