const label = "[\\p{L}\\p{N}](?:[\\p{L}\\p{N}_-]{0,61}[\\p{L}\\p{N}])?";
const atom = "[\\p{L}\\p{N}!#$%&'*+\\/=?^_`{|}~-]+";
const quoted = '"(?:[^"\\\\\\s]|\\\\.)+"';

const emailForm = new RegExp(
  `^(?:${atom}(?:\\.${atom})*|${quoted})@(?:${label}\\.)+\\p{L}(?:[\\p{L}\\p{N}-]*\\p{L})?\\.?$`,
  "u",
);

/** True for `local@domain`, where the domain has a dot. */
export function isEmail(text: string): boolean {
  return text.length <= 320 && emailForm.test(text);
}

const ipv4 = "(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}";
const ipv6 = "\\[[0-9a-fA-F:.]+\\]";
const hostLabel = "[\\p{L}\\p{N}](?:[\\p{L}\\p{N}_-]*[\\p{L}\\p{N}])?";
// As in the reference: digits alone are a host; at the end of a longer one, two or more after a longer first label.
const digits = `\\d+|(?=[^.]{2})(?:${hostLabel}\\.)+\\d{2,}\\.?`;
const host = `(?:${ipv4}|${ipv6}|${digits}|(?:${hostLabel}\\.)*(?!\\d+(?:[.:/?#]|$))${hostLabel}\\.?)`;
const urlForm = new RegExp(
  `^(?:(?:ftp|tcp|udp|wss?|https?):\\/\\/)?(?:[^\\s:@/]+(?::[^\\s@/]*)?@)?${host}(?::\\d{1,5})?(?:[/?#]\\S*)?$`,
  "u",
);

/** True for web and mail addresses; the scheme may be left out where a dot or a port shows a host. */
export function isUrl(text: string): boolean {
  if (text.length <= 3 || text.length >= 2083 || text.startsWith(".")) return false;
  if (!text.includes(":") && !/^[^?#]*\./.test(text)) return false;
  return urlForm.test(text);
}

/** The host of an address, with its port; "" where there is no scheme to tell it from a path. */
export function hostOf(url: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)?([^/?#]*)/i.exec(url)?.[1] ?? "";
}

const domainForm = /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.)+[a-zA-Z]{1,63}$/;

/** True for a domain with a dot: `example.com`. */
export function isDomain(text: string): boolean {
  return text.length <= 253 && domainForm.test(text);
}
