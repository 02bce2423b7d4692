// Networks that the oracle knows by heart: which address each holds, and which others hold all of it.

/** Where requests come from. Tests send them from the first unless they say otherwise. */
export const ADDRESSES = ["127.0.0.1", "203.0.113.9", "2001:db8::9"] as const;

interface Known {
  readonly holds: readonly string[];
  readonly isWithin: readonly string[];
}

const KNOWN: Readonly<Record<string, Known>> = {
  "127.0.0.0/8": { holds: ["127.0.0.1"], isWithin: ["127.0.0.0/8"] },
  "127.0.0.1/32": { holds: ["127.0.0.1"], isWithin: ["127.0.0.1/32", "127.0.0.0/8"] },
  "203.0.113.0/24": { holds: ["203.0.113.9"], isWithin: ["203.0.113.0/24"] },
  "2001:db8::/32": { holds: ["2001:db8::9"], isWithin: ["2001:db8::/32"] },
};

/** What somebody may bind a key to. */
export const BINDINGS: readonly (readonly string[])[] = [
  [],
  ["127.0.0.0/8"],
  ["127.0.0.1/32", "203.0.113.0/24"],
  ["127.0.0.0/8", "203.0.113.0/24", "2001:db8::/32"],
  ["2001:db8::/32"],
];

/** Whether networks let a key be used from an address, or from nobody knows where. */
export function lets(networks: readonly string[], ip: string | undefined): boolean {
  if (networks.length === 0) return true;
  return networks.some((network) => ip !== undefined && KNOWN[network]?.holds.includes(ip) === true);
}

/** Whether other networks let a key be used from where it couldn't be. */
export function letMore(before: readonly string[], after: readonly string[]): boolean {
  if (before.length === 0) return false;
  if (after.length === 0) return true;
  return after.some((network) => !before.some((outer) => KNOWN[network]?.isWithin.includes(outer)));
}
