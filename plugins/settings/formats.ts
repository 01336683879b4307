import { isIP, isIPv4, isIPv6 } from "node:net";
import type { Check } from "./checks.ts";

/** Text forms the reference checks, and what it calls values that are none of them. */
export const isUrl = form("validation_is_url", "must be a valid URL", urlForm);
export const isEmail = form("validation_is_email", "must be a valid email address", (text) =>
  emailPattern.test(text),
);
export const isHost = form(
  "validation_is_host",
  "must be a valid IP address or DNS name",
  (text) => isIP(text) !== 0 || dnsName.test(text),
);
export const isHexColor = form("validation_is_hex_color", "must be a valid hexadecimal color code", (text) =>
  /^#?(?:[\da-f]{3}|[\da-f]{6})$/i.test(text),
);
export const isIpOrSubnet = form("validation_invlaid_ip_or_subnet", "invalid IP or CIDR subnet", ipOrSubnet);

const dnsName = /^[a-z\d_][\w-]{0,62}(?:\.[a-z\d_][\w-]{0,62})*\.?$/i;
const emailAtom = "[\\p{L}\\d!#$%&'*+/=?^_`{|}~-]+";
const emailLabel = "[\\p{L}\\d](?:[\\p{L}\\d_~-]*[\\p{L}\\d])?";
const emailPattern = new RegExp(
  `^${emailAtom}(?:\\.${emailAtom})*@(?:${emailLabel}\\.)+\\p{L}(?:[\\p{L}\\d_~-]*\\p{L})?\\.?$`,
  "u",
);
const urlPattern =
  /^(?:(?:ftp|tcp|udp|wss?|https?):\/\/)?(?:[^\s/?#@]+@)?(?<host>\[[\da-f:.]+\]|[^\s/?#@:[\]]+)(?::\d{1,5})?(?:[/?#]\S*)?$/u;
const urlHost = /^[\p{L}\d](?:[\p{L}\d-]*[\p{L}\d])?(?:\.[\p{L}\d](?:[\p{L}\d-]*[\p{L}\d])?)*\.?$/u;
/** Underscores are taken in the first part of a name, if what comes after it is long enough. */
const underscoredHost = /^[a-z\d][\w-]*[a-z\d](?:[-.][a-z\d]+)*[a-z\d](?:\.[a-z]+)?\.?$/i;

function urlForm(text: string): boolean {
  if (text.length <= 3 || text.length >= 2083) return false;
  const host = urlPattern.exec(text)?.groups?.host;
  if (host === undefined) return false;
  // A bare word is a path, not a host.
  if (!text.includes("://") && !text.includes(".") && !text.includes(":")) return false;
  if (host.startsWith("[")) return isIPv6(host.slice(1, -1));
  return urlHost.test(host) || underscoredHost.test(host);
}

function ipOrSubnet(text: string): boolean {
  const [address = "", bits, ...rest] = text.split("/");
  if (rest.length > 0 || isIP(address) === 0) return false;
  if (bits === undefined) return true;
  if (!/^(?:0|[1-9]\d{0,2})$/.test(bits) || address.includes("%")) return false;
  return Number(bits) <= (isIPv4(address) ? 32 : 128);
}

function form(code: string, text: string, holds: (text: string) => boolean): Check {
  return { code, problem: (value) => (holds(String(value)) ? undefined : text) };
}
