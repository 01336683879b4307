import { execFile, execFileSync, spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { temporaryFolder } from "../../support/folder.ts";
import { openSmtpSink, type SinkOptions, type SmtpSink } from "./smtp-sink.ts";

const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;
const script = fileURLToPath(new URL("./send-once.ts", import.meta.url));

interface Sealed extends SmtpSink {
  /** Sends a letter; `trusted` by a process that knows the certificate. */
  send(smtp: object, trust?: "trusted"): Promise<unknown>;
}

async function openSealed(options: SinkOptions = {}): Promise<Sealed> {
  const folder = await temporaryFolder();
  const [keyFile, certFile] = [path.join(folder, "key.pem"), path.join(folder, "cert.pem")];
  const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.2,DNS:localhost"];
  const files = ["-keyout", keyFile, "-out", certFile];
  execFileSync(
    "openssl",
    ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", ...subject, ...files],
    {
      stdio: "ignore",
    },
  );
  const certificate = { key: await readFile(keyFile, "utf8"), cert: await readFile(certFile, "utf8") };
  const sink = await openSmtpSink({ ...options, certificate });
  onTestFinished(() => sink.close());
  return {
    ...sink,
    send(smtp, trust) {
      const known = {
        host: "127.0.0.2",
        port: sink.port,
        username: "u",
        password: "p",
        authMethod: "",
        localName: "",
      };
      const argv = [
        "--conditions=isobase-source",
        "--import",
        "tsx",
        script,
        JSON.stringify({ tls: false, ...known, ...smtp }),
      ];
      const env = { ...process.env, ...(trust && { NODE_EXTRA_CA_CERTS: certFile }) };
      return promisify(execFile)(process.execPath, argv, { env });
    },
  };
}

test.skipIf(!hasOpenssl)(
  "a connection is sealed as soon as the server offers it, before a password is told",
  async () => {
    const sink = await openSealed();
    await sink.send({}, "trusted");

    expect(sink.mails).toMatchObject([
      {
        isSealed: true,
        commands: ["EHLO localhost", "AUTH PLAIN AHUAcA==", /MAIL/, /RCPT/, "DATA"].map((line) =>
          typeof line === "string" ? line : expect.stringMatching(line),
        ),
      },
    ]);
  },
);

test.skipIf(!hasOpenssl)("with tls a connection is sealed from the first byte on", async () => {
  const sink = await openSealed({ sealed: "always" });
  await sink.send({ tls: true }, "trusted");

  expect(sink.mails).toMatchObject([{ isSealed: true }]);
});

test.skipIf(!hasOpenssl)("a certificate nobody vouches for is not trusted", async () => {
  const sink = await openSealed();

  await expect(sink.send({})).rejects.toThrow(/self-signed certificate/);
  expect(sink.mails).toEqual([]);
});
