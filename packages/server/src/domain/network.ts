// IP addresses and networks, in text and as they are compared. In one form only: an IPv4 address that is written as IPv6
// (`::ffff:203.0.113.9`, RFC 4291, 2.5.5.2), as sockets that take both give it, is the IPv4 address.

/** Most networks that somebody may allow for one thing. */
export const ALLOWED_NETWORKS_MAX = 50;

/** Longest text of a network: eight groups of four digits, the seven colons between them, and the length of its prefix. */
export const NETWORK_MAX_LENGTH = 43;

type Version = 4 | 6;

/** An IP address: its bits as a number. */
interface Address {
  readonly version: Version;
  readonly value: bigint;
}

/** Addresses that begin with the same bits: `value` has no others. */
interface Network extends Address {
  /** How many bits they have in common, from 0. */
  readonly prefixLength: number;
}

const BITS = { 4: 32, 6: 128 } as const;
/** What stands before an IPv4 address in IPv6. */
const MAPPED_IPV4 = 0xffffn;
const SOCKETS_MAPPED_IPV4 = "::ffff:";

const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?=\d)|$)){4}$/;
const IPV6 = /^[\da-f:]+(?::[\d.]+)?$/i;
const PREFIX_LENGTH = /^(?:0|[1-9]\d{0,2})$/;

/**
 * A network as it is kept and shown: in CIDR notation, the bits beyond its prefix zero, IPv6 as RFC 5952 has it. An address by itself is
 * a network of one.
 *
 * @param text such as `10.1.2.3/8`, `203.0.113.9` or `2001:DB8::/32`
 * @returns such as `10.0.0.0/8`, `203.0.113.9/32` or `2001:db8::/32`; `undefined` for what is neither address nor network
 */
export function canonicalNetwork(text: string): string | undefined {
  const network = parseNetwork(text);
  return network && networkText(network);
}

/**
 * The network of so many bits that an address is in, as it is kept and shown; `undefined` for what is no address.
 *
 * @param prefixLength for each version of IP
 */
export function networkAround(text: string, prefixLength: Readonly<Record<Version, number>>): string | undefined {
  const address = parseAddress(text);
  return address && networkText(masked(address, prefixLength[address.version]));
}

/**
 * Tells the addresses of some networks from all others. What is no address, or not known, is in none.
 *
 * @param networks in any form that `canonicalNetwork` reads; what is none holds nothing
 */
export function addressesIn(networks: readonly string[]): (address: string | undefined) => boolean {
  if (networks.length === 0) return () => false;
  const parsed = networks.map(parseNetwork).filter((network) => network !== undefined);
  return (text) => {
    const address = text === undefined ? undefined : parseAddress(text);
    return address !== undefined && parsed.some((network) => contains(network, address));
  };
}

/** Whether every address of some networks is in one of others, as far as one of them holds each network whole. */
export function isWithin(networks: readonly string[], others: readonly string[]): boolean {
  const outer = others.map(parseNetwork).filter((network) => network !== undefined);
  return networks.every((text) => {
    const inner = parseNetwork(text);
    return !inner || outer.some((network) => network.prefixLength <= inner.prefixLength && contains(network, inner));
  });
}

function contains({ prefixLength, value, version }: Network, address: Address): boolean {
  if (version !== address.version) return false;
  const rest = BigInt(BITS[version] - prefixLength);
  return value >> rest === address.value >> rest;
}

function parseNetwork(text: string): Network | undefined {
  const [head = "", length, ...more] = text.split("/");
  if (more.length > 0 || head.includes("%")) return undefined;
  const address = parseEither(head);
  if (!address) return undefined;
  const written = BITS[address.version];
  if (length !== undefined && !PREFIX_LENGTH.test(length)) return undefined;
  const prefixLength = length === undefined ? written : Number(length);
  if (prefixLength > written) return undefined;
  const mapped = mappedIpv4(address);
  // What holds more than IPv4 addresses is a network of IPv6.
  return mapped && prefixLength >= BITS[6] - BITS[4]
    ? masked(mapped, prefixLength - (BITS[6] - BITS[4]))
    : masked(address, prefixLength);
}

function masked({ value, version }: Address, prefixLength: number): Network {
  const rest = BigInt(BITS[version] - prefixLength);
  return { version, prefixLength, value: (value >> rest) << rest };
}

function parseAddress(text: string): Address | undefined {
  // As sockets that take both write it: nothing is to be worked out.
  if (text.startsWith(SOCKETS_MAPPED_IPV4) && IPV4.test(text.slice(SOCKETS_MAPPED_IPV4.length))) {
    return ipv4(text.slice(SOCKETS_MAPPED_IPV4.length));
  }
  const zone = text.indexOf("%");
  const address = parseEither(zone === -1 ? text : text.slice(0, zone));
  return address && (mappedIpv4(address) ?? address);
}

function mappedIpv4({ value, version }: Address): Address | undefined {
  const isMapped = version === 6 && value >> 32n === MAPPED_IPV4;
  return isMapped ? { version: 4, value: value & 0xffff_ffffn } : undefined;
}

function parseEither(text: string): Address | undefined {
  if (IPV4.test(text)) return ipv4(text);
  if (!IPV6.test(text)) return undefined;
  // The URL parser reads every form of an address, also one that ends like IPv4, and writes it in one.
  const canonical = URL.parse(`http://[${text}]`)?.hostname.slice(1, -1);
  if (canonical === undefined) return undefined;
  const [head = "", tail = ""] = canonical.split("::");
  const before = head.split(":").filter(Boolean);
  const behind = tail.split(":").filter(Boolean);
  const zeros = Array.from({ length: 8 - before.length - behind.length }, () => "0");
  const groups = [...before, ...zeros, ...behind].map((group) => Number.parseInt(group, 16));
  return { version: 6, value: groups.reduce((value, group) => (value << 16n) | BigInt(group), 0n) };
}

function ipv4(text: string): Address {
  let value = 0;
  for (const octet of text.split(".")) value = value * 256 + Number(octet);
  return { version: 4, value: BigInt(value) };
}

function networkText({ prefixLength, value, version }: Network): string {
  if (version === 4) return `${partsOf(value, 4, 8).join(".")}/${prefixLength}`;
  const groups = partsOf(value, 8, 16).map((group) => group.toString(16));
  // As RFC 5952, 4 has it, which is how the URL parser writes it.
  return `${new URL(`http://[${groups.join(":")}]`).hostname.slice(1, -1)}/${prefixLength}`;
}

/** A number's parts of so many bits, the highest first. */
function partsOf(value: bigint, count: number, bits: number): number[] {
  return Array.from({ length: count }, (_, at) =>
    Number(BigInt.asUintN(bits, value >> BigInt((count - 1 - at) * bits))),
  );
}
