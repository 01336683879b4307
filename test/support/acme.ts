import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { calculateJwkThumbprint, type FlattenedJWSInput, flattenedVerify, importJWK, type JWK } from "jose";
import { onTestFinished } from "vitest";
import { temporaryFolder } from "./folder.ts";

const run = promisify(execFile);

/** An authority for tests: it asks for the http-01 proof as real ones do, but always on this machine. */
export interface TestAuthority {
  readonly directoryUrl: string;
  /** Its own certificate, PEM, which clients have to trust. */
  readonly root: string;
  /** The names it gave certificates for, in order. */
  readonly issued: readonly string[];
  /** Asks for proofs at this port of 127.0.0.1. */
  proveAt(port: number): void;
  sign(name: string, csr: Buffer, days?: number): Promise<string>;
}

interface Order {
  readonly name: string;
  readonly token: string;
  readonly account: JWK;
  status: "pending" | "ready" | "valid" | "invalid";
  certificate?: string;
}

type Answer = { readonly status?: number; readonly location?: string; readonly body: unknown };

/** Starts an ACME server (RFC 8555) with a root of its own; ended with the test. */
export async function startAuthority(): Promise<TestAuthority> {
  const folder = await temporaryFolder();
  await makeRoot(folder);
  const root = await readFile(path.join(folder, "root.pem"), "utf8");
  const accounts: JWK[] = [];
  const orders: Order[] = [];
  const issued: string[] = [];
  const nonces = new Set<string>();
  let proofPort = 0;

  const server = createServer((incoming, response) => void answer(incoming, response)).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const nonce = randomBytes(16).toString("base64url");
    nonces.add(nonce);
    response.setHeader("replay-nonce", nonce);
    try {
      const { status = 200, location, body } = await answerTo(incoming);
      if (location !== undefined) response.setHeader("location", location);
      const isText = typeof body === "string";
      response.setHeader("content-type", isText ? "application/pem-certificate-chain" : "application/json");
      response.writeHead(status).end(isText ? body : JSON.stringify(body));
    } catch (error) {
      response.setHeader("content-type", "application/problem+json");
      response.writeHead(400).end(JSON.stringify({ type: "malformed", detail: String(error) }));
    }
  }

  async function answerTo(incoming: IncomingMessage): Promise<Answer> {
    const [, kind = "", id = ""] = (incoming.url ?? "").split("/");
    if (kind === "directory") {
      const urls = { newNonce: `${base}/nonce`, newAccount: `${base}/account`, newOrder: `${base}/order` };
      return { body: urls };
    }
    if (kind === "nonce") return { body: "" };
    const { payload, key } = await signed(incoming);
    if (kind === "account") {
      const known = accounts.findIndex((account) => account.x === key.x);
      const index = known === -1 ? accounts.push(key) - 1 : known;
      return {
        status: known === -1 ? 201 : 200,
        location: `${base}/account/${index}`,
        body: { status: "valid" },
      };
    }
    if (kind === "order" && id === "") {
      const { identifiers } = payload as { identifiers: readonly { value: string }[] };
      const name = identifiers[0]?.value ?? "";
      const token = randomBytes(24).toString("base64url");
      const index = orders.push({ name, token, account: key, status: "pending" }) - 1;
      return { status: 201, location: `${base}/order/${index}`, body: orderBody(index) };
    }
    const order = orders[Number(id)];
    if (order === undefined) throw new Error("no such order");
    if (kind === "challenge") order.status = (await isProven(order)) ? "ready" : "invalid";
    if (kind === "challenge") return { body: challengeBody(Number(id)) };
    if (kind === "authorization") return { body: authorizationBody(Number(id)) };
    if (kind === "certificate") return { body: order.certificate };
    if (kind === "finalize") {
      if (order.status !== "ready") throw new Error("the order is not ready");
      const { csr } = payload as { csr: string };
      order.certificate = await sign(order.name, Buffer.from(csr, "base64url"));
      order.status = "valid";
      issued.push(order.name);
    }
    return { location: `${base}/order/${id}`, body: orderBody(Number(id)) };
  }

  /** The payload of a request, whose signature, address and nonce are right. */
  async function signed(incoming: IncomingMessage): Promise<{ payload: unknown; key: JWK }> {
    const jws = JSON.parse(await text(incoming)) as FlattenedJWSInput;
    const header = JSON.parse(Buffer.from(jws.protected ?? "", "base64url").toString()) as {
      readonly jwk?: JWK;
      readonly kid?: string;
      readonly nonce: string;
      readonly url: string;
    };
    const key = header.jwk ?? accounts[Number(header.kid?.split("/").at(-1))];
    if (key === undefined) throw new Error("unknown account");
    if (header.url !== `${base}${incoming.url}`) throw new Error("signed for another address");
    if (!nonces.delete(header.nonce)) throw new Error("bad nonce");
    const { payload } = await flattenedVerify(jws, await importJWK(key, "ES256"));
    return { payload: payload.length === 0 ? undefined : JSON.parse(Buffer.from(payload).toString()), key };
  }

  async function isProven({ name, token, account }: Order): Promise<boolean> {
    const asked = request({
      host: "127.0.0.1",
      port: proofPort,
      path: `/.well-known/acme-challenge/${token}`,
      headers: { host: name },
    }).end();
    const [response] = (await once(asked, "response").catch(() => [])) as IncomingMessage[];
    if (response === undefined) return false;
    return (await text(response)) === `${token}.${await calculateJwkThumbprint(account)}`;
  }

  function orderBody(index: number): unknown {
    const { status, name, certificate } = orders[index] as Order;
    return {
      status,
      identifiers: [{ type: "dns", value: name }],
      authorizations: [`${base}/authorization/${index}`],
      finalize: `${base}/finalize/${index}`,
      ...(certificate !== undefined && { certificate: `${base}/certificate/${index}` }),
    };
  }

  function authorizationBody(index: number): unknown {
    const { name } = orders[index] as Order;
    const challenge = challengeBody(index);
    return {
      status: challenge.status,
      identifier: { type: "dns", value: name },
      challenges: [{ type: "dns-01", url: `${base}/dns/${index}`, token: "x", status: "pending" }, challenge],
    };
  }

  function challengeBody(index: number): { readonly status: string } & Record<string, unknown> {
    const { token, status } = orders[index] as Order;
    const url = `${base}/challenge/${index}`;
    if (status !== "invalid")
      return { type: "http-01", url, token, status: status === "pending" ? status : "valid" };
    return { type: "http-01", url, token, status, error: { detail: "the proof is not there" } };
  }

  async function sign(name: string, csr: Buffer, days = 90): Promise<string> {
    const file = path.join(folder, name);
    await writeFile(`${file}.csr`, csr);
    await writeFile(`${file}.ext`, `subjectAltName=DNS:${name}\n`);
    const form = csr.toString("latin1").startsWith("-----") ? "PEM" : "DER";
    const authority = ["-CA", `${folder}/root.pem`, "-CAkey", `${folder}/root.key`, "-CAcreateserial"];
    const { stdout } = await run("openssl", [
      ...["x509", "-req", "-inform", form, "-in", `${file}.csr`, "-extfile", `${file}.ext`],
      ...[...authority, "-days", String(days)],
    ]);
    return stdout + root;
  }

  return {
    directoryUrl: `${base}/directory`,
    root,
    issued,
    proveAt: (port) => {
      proofPort = port;
    },
    sign,
  };
}

async function makeRoot(folder: string): Promise<void> {
  await run("openssl", [
    ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "30"],
    ...["-subj", "/CN=Authority of tests", "-keyout", `${folder}/root.key`, "-out", `${folder}/root.pem`],
  ]);
}
