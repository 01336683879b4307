import { BlockList, isIP } from "node:net";
import { Forbidden, type Middleware, type RequestEvent } from "#kernel";
import { Viewer } from "../records/contract.ts";
import type { Settings } from "../settings/contract.ts";

/** Refuses superusers who come from an address that is not listed; with no list, from anywhere. */
export function superuserIpsWhitelist(settings: Settings): Middleware {
  return {
    id: "pbSuperuserIPsWhitelist",
    priority: -1015,
    before(e) {
      if (e.get(Viewer).isSuperuser) refuseUnlistedIp(settings, e);
    },
  };
}

export function refuseUnlistedIp(settings: Settings, e: RequestEvent): void {
  if (!isListedIp(settings, e)) throw new Forbidden();
}

/** Whether superusers may come from where this request comes from. */
export function isListedIp(settings: Settings, e: RequestEvent): boolean {
  const { superuserIPs } = settings.values;
  return superuserIPs.length === 0 || isListed(superuserIPs, settings.realIp(e));
}

/** By family: a BlockList takes IPv4 addresses for mapped IPv6 ones. */
type Lists = Readonly<Record<"ipv4" | "ipv6", BlockList>>;

const compiled = new WeakMap<readonly string[], Lists>();

/** Whether an address is in a list of addresses and networks. */
export function isListed(list: readonly string[], ip: string): boolean {
  const version = isIP(ip);
  if (version === 0) return false;
  let known = compiled.get(list);
  if (known === undefined) {
    known = compile(list);
    compiled.set(list, known);
  }
  const family = version === 6 ? "ipv6" : "ipv4";
  return known[family].check(ip, family);
}

function compile(list: readonly string[]): Lists {
  const lists = { ipv4: new BlockList(), ipv6: new BlockList() };
  for (const entry of list) {
    const [address = "", bits] = entry.trim().split("/");
    const version = isIP(address);
    if (version === 0) continue;
    const family = version === 6 ? "ipv6" : "ipv4";
    if (bits === undefined) lists[family].addAddress(address, family);
    else lists[family].addSubnet(address, Number(bits), family);
  }
  return lists;
}
