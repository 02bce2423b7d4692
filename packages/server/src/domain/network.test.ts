import { BlockList, isIP, SocketAddress } from "node:net";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addressesIn, canonicalNetwork, isWithin, networkAround } from "./network.ts";

describe("the canonical text of a network", () => {
  test.each([
    ["203.0.113.9", "203.0.113.9/32"],
    ["10.1.2.3/8", "10.0.0.0/8"],
    ["10.255.255.255/9", "10.128.0.0/9"],
    ["0.0.0.0/0", "0.0.0.0/0"],
    ["255.255.255.255/0", "0.0.0.0/0"],
    ["203.0.113.9/31", "203.0.113.8/31"],
    ["2001:DB8::1", "2001:db8::1/128"],
    ["2001:0db8:0000:0000:0001:0000:0000:0001", "2001:db8::1:0:0:1/128"],
    ["2001:db8:ffff::/33", "2001:db8:8000::/33"],
    ["2001:db8:0:1:1:1:1:1/127", "2001:db8:0:1:1:1:1:0/127"],
    ["::/0", "::/0"],
    ["ffff::/1", "8000::/1"],
    ["::1.2.3.4/128", "::102:304/128"],
    ["::ffff:203.0.113.9", "203.0.113.9/32"],
    ["::FFFF:cb00:7109/120", "203.0.113.0/24"],
    ["::ffff:1.2.3.4/96", "0.0.0.0/0"],
    ["::ffff:1.2.3.4/95", "::fffe:0:0/95"],
  ])("of %s is %s", (text, canonical) => {
    expect(canonicalNetwork(text)).toBe(canonical);
    expect(canonicalNetwork(canonical)).toBe(canonical);
  });

  test.each([
    "",
    " ",
    "/8",
    "10.0.0.0/",
    "10.0.0.0/33",
    "10.0.0.0/08",
    "10.0.0.0/-1",
    "10.0.0.0/8/8",
    "10.0.0.0/8 ",
    "10.0.0/8",
    "10.0.0.256",
    "010.0.0.1",
    "10.0.0.1.",
    "1.2.3.4.5",
    "0x7f.0.0.1",
    "2130706433",
    "2001:db8::/129",
    "2001:db8::1::",
    "2001:db8",
    "12345::",
    "fe80::1%eth0",
    "fe80::%eth0/64",
    "[::1]",
    "::ffff:010.0.0.1",
    "example.com",
    "*",
    "any",
    "１.2.3.4",
  ])("isn't there for %j", (text) => {
    expect(canonicalNetwork(text)).toBeUndefined();
    expect(addressesIn([text])("10.0.0.1")).toBe(false);
  });

  test("is that of Node for every address, whichever way it is written", () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
        const family = isIP(text) === 6 ? "ipv6" : "ipv4";
        const { address } = new SocketAddress({ address: text, family });
        // Node writes the last two groups of some like IPv4, which RFC 5952, 5 leaves open.
        const plain = new URL(`http://${family === "ipv6" ? `[${address}]` : address}`).hostname.replace(
          /^\[|\]$/g,
          "",
        );
        const mapped = /^::ffff:(\w+):(\w+)$/.test(plain);
        fc.pre(!mapped);
        expect(canonicalNetwork(text)).toBe(`${plain}/${family === "ipv6" ? 128 : 32}`);
      }),
      { numRuns: 2_000 },
    );
  });

  test("names the same network whichever of its addresses it is made from", () => {
    fc.assert(
      fc.property(network, (one) => {
        const canonical = canonicalNetwork(one.text) ?? "";
        expect(canonicalNetwork(canonical)).toBe(canonical);
        expect(addressesIn([canonical])(one.address)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("the addresses of networks", () => {
  test("are those of Node's block list, of each version by itself", () => {
    let inside = 0;
    fc.assert(
      fc.property(fc.array(network, { maxLength: 4 }), address, (networks, drawn) => {
        // Random addresses are in none of them: half are neighbours of one.
        const [first] = networks;
        const asked = first && drawn.version === first.version ? neighbour(first, drawn.flip) : drawn.text;
        const list = new BlockList();
        const family = isIP(asked) === 6 ? "ipv6" : "ipv4";
        for (const { address: of, prefixLength, version } of networks) {
          if (`ipv${version}` === family) list.addSubnet(of, prefixLength, family);
        }
        const expected = list.check(asked, family);
        if (expected) inside++;
        expect(addressesIn(networks.map(({ text }) => text))(asked)).toBe(expected);
      }),
      { numRuns: 3_000 },
    );
    expect(inside).toBeGreaterThan(300);
  });

  test.each([
    ["10.0.0.0/8", "::ffff:10.1.2.3", true],
    ["10.0.0.0/8", "::FFFF:a01:203", true],
    ["::ffff:10.0.0.0/104", "10.1.2.3", true],
    ["::/0", "10.1.2.3", false],
    ["::/0", "::ffff:10.1.2.3", false],
    ["0.0.0.0/0", "::1", false],
    ["0.0.0.0/0", "::ffff:10.1.2.3", true],
    ["fe80::/10", "fe80::1%eth0", true],
    ["10.0.0.0/8", "10.0.0.1%eth0", true],
    ["::/96", "::10.1.2.3", true],
  ])("of %s: %s is one of them, %s", (network, address, expected) => {
    expect(addressesIn([network])(address)).toBe(expected);
  });

  test.each([undefined, "", "unknown", "10.0.0.1:443", "10.0.0.0/8", "[::1]", "10.0.0.1, 10.0.0.2"])(
    "don't include %j",
    (address) => {
      expect(addressesIn(["0.0.0.0/0", "::/0"])(address)).toBe(false);
    },
  );
});

describe("networks within others", () => {
  test.each([
    [[], [], true],
    [[], ["10.0.0.0/8"], true],
    [["10.0.0.0/8"], [], false],
    [["10.0.0.0/8"], ["10.0.0.0/8"], true],
    [["10.1.0.0/16", "10.2.3.4/32"], ["192.0.2.0/24", "10.0.0.0/8"], true],
    [["10.0.0.0/7"], ["10.0.0.0/8"], false],
    [["10.1.0.0/16", "11.0.0.0/16"], ["10.0.0.0/8"], false],
    [["10.0.0.0/8"], ["::/0"], false],
    [["2001:db8::/32"], ["::/0"], true],
  ])("%j is within %j: %s", (networks, others, expected) => {
    expect(isWithin(networks, others)).toBe(expected);
  });
});

test("the network around an address has its first bits, and what is no address none", () => {
  expect(networkAround("2001:db8:1:2:3::4", { 4: 24, 6: 64 })).toBe("2001:db8:1:2::/64");
  expect(networkAround("::ffff:203.0.113.9", { 4: 24, 6: 64 })).toBe("203.0.113.0/24");
  expect(networkAround("unknown", { 4: 24, 6: 64 })).toBeUndefined();
});

const address = fc
  .record({ version: fc.constantFrom(4, 6), bytes: fc.uint8Array({ minLength: 16, maxLength: 16 }), flip: fc.nat(127) })
  .map(({ bytes, flip, version }) => ({ version, flip, bytes, text: textOf(version, bytes) }));

/** As somebody may write it: with an address that isn't its first. */
const network = fc.tuple(address, fc.nat(128)).map(([{ bytes, text, version }, length]) => {
  const prefixLength = version === 4 ? length % 33 : length;
  return { version, bytes, address: text, prefixLength, text: `${text}/${prefixLength}` };
});

function textOf(version: number, bytes: Uint8Array): string {
  if (version === 4) return bytes.slice(0, 4).join(".");
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return Array.from({ length: 8 }, (_, at) => view.getUint16(at * 2).toString(16)).join(":");
}

/** The address that a network was written with, but for one bit. */
function neighbour({ bytes, version }: { version: number; bytes: Uint8Array }, flip: number): string {
  const others = Uint8Array.from(bytes);
  const bit = version === 4 ? flip % 32 : flip;
  others[bit >> 3] = (others[bit >> 3] ?? 0) ^ (128 >> (bit & 7));
  return textOf(version, others);
}
