import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { addAccounts, addKey, admit, type KeyCredentials } from "../../packages/server/src/http/test-fixtures.ts";
import { createTestServer } from "../../packages/server/src/test-server.ts";

const BATCH = 100;
const BATCHES_PER_ROUND = 10_000;
/** Of a million verifications each. */
const ROUNDS = 3;
/** Counted use is kept every ten seconds for real; here after so many batches. */
const KEEP_EVERY = 500;
const KEYS = 50;
/** What compiled code and caches may still add after the first million, in bytes: half a byte for each verification. */
const SLACK_BYTES = 1024 * 1024;

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

function memoryBytes(): number {
  for (let turn = 0; turn < 3; turn++) collectGarbage();
  const { external, heapUsed } = process.memoryUsage();
  return heapUsed + external;
}

test(
  "memory stays flat over millions of verifications, of keys that there are and of ever other ones that there aren't",
  { timeout: 400_000 },
  async () => {
    const server = await createTestServer();
    try {
      await addAccounts(server, "acme", "partner");
      const keys: KeyCredentials[] = [];
      for (let n = 0; n < KEYS; n++) {
        const key = await addKey(server, "partner");
        if (n % 2 === 0) await admit(server, "acme", key.key);
        keys.push(key);
      }
      const [limited] = keys;
      const path = `/v1/accounts/acme/external-keys/${limited?.key}`;
      expect((await server.call("PATCH", path, { body: { requestsPerMinute: 600 } })).status).toBe(200);

      let asked = 0;
      /** A third each: right, with another's token, and never seen before. */
      const question = () => {
        const turn = asked++;
        const { key, token } = keys[turn % KEYS] ?? { key: "", token: "" };
        if (turn % 3 === 0) return { account: "acme", key, token };
        if (turn % 3 === 1) return { account: "acme", key, token: keys[(turn + 1) % KEYS]?.token ?? "" };
        return {
          account: `account-${turn}`,
          key: `lk-nobody-${turn}`,
          token: `lkt_${turn}`,
          resource: `none.of-${turn}`,
        };
      };
      const codes = new Set<string>();
      const round = async () => {
        for (let batch = 0; batch < BATCHES_PER_ROUND; batch++) {
          const checks = Array.from({ length: BATCH }, question);
          const { body } = await server.call<{ results: { code: string }[] }>("POST", "/v1/verify/batch", {
            body: { checks },
          });
          for (const { code } of body.results) codes.add(code);
          if (batch % KEEP_EVERY === 0) await server.keepUse();
          server.clock.monotonicMs += 1;
          server.clock.wallMs += 1;
          if (batch % 100 === 0) await server.follower.poll();
        }
        await server.keepUse();
        (server.log as string[]).length = 0;
        return memoryBytes();
      };
      const bytes: number[] = [];
      for (let n = 0; n < ROUNDS; n++) bytes.push(await round());
      console.log(`bytes after each million: ${bytes.join(", ")}`);
      expect(codes).toEqual(new Set(["VALID", "INVALID_CREDENTIALS", "NOT_ADMITTED", "RATE_LIMITED"]));
      expect((bytes.at(-1) ?? 0) - (bytes[0] ?? 0)).toBeLessThan(SLACK_BYTES);
    } finally {
      await server.close();
    }
  },
);
