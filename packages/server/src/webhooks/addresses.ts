import { isIP } from "node:net";
import { addressesIn } from "../domain/network.ts";

/** Blocks of IPv4 that aren't the public internet's (the IANA registry of special addresses, RFC 6890), and multicast. */
const SPECIAL_IPV4 = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
];

/** What of IPv6 is the public internet's, */
const GLOBAL_IPV6 = ["2000::/3"];
/** and what within that isn't, or leads to IPv4 addresses by another name. */
const SPECIAL_IPV6 = ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"];

/** Decides where webhooks may go. */
export interface WebhookAddresses {
  /** Whether an IP address may be connected to; `isPlain`: without TLS, which only allowed networks are told anything by. */
  mayReach(address: string, isPlain: boolean): boolean;
  /** What is wrong with a URL by itself, or `undefined`. What its name leads to is seen when it is sent to. */
  problemOf(url: string): string | undefined;
}

/** @param allowed networks that may be reached though they aren't public, such as `10.1.0.0/16`, and also without TLS */
export function webhookAddresses(allowed: readonly string[]): WebhookAddresses {
  const isAllowed = addressesIn(allowed);
  const isSpecialIpv4 = addressesIn(SPECIAL_IPV4);
  const isGlobalIpv6 = addressesIn(GLOBAL_IPV6);
  const isSpecialIpv6 = addressesIn(SPECIAL_IPV6);
  const mayReach = (address: string, isPlain: boolean): boolean => {
    const family = isIP(address);
    if (family === 0) return false;
    if (isAllowed(address)) return true;
    if (isPlain) return false;
    return family === 4 ? !isSpecialIpv4(address) : isGlobalIpv6(address) && !isSpecialIpv6(address);
  };
  return {
    mayReach,
    problemOf(text) {
      const url = URL.parse(text);
      const isPlain = url?.protocol === "http:";
      if (!url || (url.protocol !== "https:" && !(isPlain && allowed.length > 0))) return "must be an https:// address";
      if (url.username || url.password) return "must not hold a user name or password";
      if (url.hash) return "must not have a fragment";
      const host = hostOf(url);
      if (isIP(host) !== 0 && !mayReach(host, isPlain)) return "must not lead to a private or special address";
      return undefined;
    },
  };
}

/** The host of a URL as it is connected to: an IPv6 address without its brackets. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, "");
}
