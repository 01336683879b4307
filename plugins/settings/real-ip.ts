import { isIPv4, isIPv6 } from "node:net";
import type { RequestEvent } from "#kernel";
import type { SettingsValues } from "./contract.ts";

/** Address of the client: from the first trusted header that names one, else of the other end of the socket. */
export function realIp(request: RequestEvent, trusted: SettingsValues["trustedProxy"]): string {
  for (const header of trusted.headers) {
    const ip = firstValid(lastLine(request, header), trusted.useLeftmostIP ? "leftmost" : "rightmost");
    if (ip !== undefined) return ip;
  }
  return remoteIp(request);
}

/** Address of the other end of the socket. */
export function remoteIp(request: RequestEvent): string {
  return expandIp(request.remoteIp) ?? "invalid IP";
}

/** A valid address in full (`2001:0db8:0000:…`); undefined for anything else. */
export function expandIp(given: string): string | undefined {
  if (isIPv4(given)) return given;
  if (!isIPv6(given)) return undefined;
  const [address = "", zone] = given.split("%");
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped; // an IPv4 client on a socket that listens for both
  const full = expandGroups(address);
  return zone === undefined ? full : `${full}%${zone}`;
}

function expandGroups(address: string): string {
  const [head = "", tail] = dottedAsGroups(address).split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const missing = tail === undefined ? 0 : 8 - left.length - right.length;
  const groups = [...left, ...new Array<string>(missing).fill("0"), ...right];
  return groups.map((group) => group.toLowerCase().padStart(4, "0")).join(":");
}

function dottedAsGroups(address: string): string {
  return address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, a: string, b: string, c: string, d: string) => {
    const group = (high: string, low: string): string => (Number(high) * 256 + Number(low)).toString(16);
    return `${group(a, b)}:${group(c, d)}`;
  });
}

function firstValid(list: string, from: "leftmost" | "rightmost"): string | undefined {
  const items = list.split(",").map((item) => item.trim());
  if (from === "rightmost") items.reverse();
  for (const item of items) {
    const ip = expandIp(item);
    if (ip !== undefined) return ip;
  }
  return undefined;
}

// A proxy appends its own line: only the last one is its word.
function lastLine(request: RequestEvent, header: string): string {
  const lines = request.request.headersDistinct[header.toLowerCase()];
  return lines?.at(-1) ?? "";
}
