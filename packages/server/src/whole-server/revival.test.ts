import assert from "node:assert/strict";
import { afterAll, beforeAll, expect, test } from "vitest";
import { STATE_PAIRS } from "../../../../test/support/thoroughness.ts";
import { addAccounts, addKey, admit, type KeyCredentials, type ListOf } from "../http/test-fixtures.ts";
import type { LoggedEvent } from "../http/test-tokens.ts";
import { createTestServer, type TestServer } from "../test-server.ts";
import { credentialOf } from "../verify/credential.ts";
import { decide } from "../verify/decide.ts";

const [OWNER, HOST, OTHER_HOST] = ["farma", "acme", "zoom"] as const;
/** Longer than an account lets tokens live that has them expire after three months. */
const FOUR_MONTHS_MS = 124 * 86_400_000;

/** Everything on either side that a key's working in a host hangs on. */
const STATES = {
  ownerAccount: ["active", "suspended"],
  key: ["active", "inactive"],
  /** Whether the key's token, which is old, works on. */
  oldTokens: ["alert", "expire"],
  externalKey: ["active", "suspended here", "ended", "not admitted"],
} as const;

type State = { readonly [Name in keyof typeof STATES]: (typeof STATES)[Name][number] };

/** Each combination, the one in which the key works first. */
const ALL_STATES = STATES.ownerAccount.flatMap((ownerAccount) =>
  STATES.key.flatMap((key) =>
    STATES.oldTokens.flatMap((oldTokens) =>
      STATES.externalKey.map((externalKey): State => ({ ownerAccount, key, oldTokens, externalKey })),
    ),
  ),
);

let server: TestServer;
let credentials: KeyCredentials;

beforeAll(async () => {
  server = await createTestServer();
  await addAccounts(server, OWNER, HOST, OTHER_HOST);
  credentials = await addKey(server, OWNER);
  await admit(server, HOST, credentials.key);
  await admit(server, OTHER_HOST, credentials.key);
  pass(FOUR_MONTHS_MS);
});

afterAll(() => server.close());

function pass(ms: number): void {
  server.clock.wallMs += ms;
  server.clock.monotonicMs += ms;
}

const codeIn = (account: string) =>
  decide(server.judge, { credential: credentialOf(credentials.key, credentials.token), account }).code;

/** By docs/design.md, section 6. */
function expectedCode(state: State): string {
  if (state.oldTokens === "expire") return "INVALID_CREDENTIALS";
  if (state.ownerAccount === "suspended") return "OWNER_SUSPENDED";
  if (state.key === "inactive") return "KEY_INACTIVE";
  if (state.externalKey === "not admitted") return "NOT_ADMITTED";
  if (state.externalKey === "suspended here") return "EXTERNAL_KEY_INACTIVE";
  return state.externalKey === "ended" ? "EXTERNAL_KEY_EXPIRED" : "VALID";
}

async function ask(method: "POST" | "PATCH" | "DELETE", url: string, body?: object): Promise<void> {
  const { status, text } = await server.call(method, url, body && { body });
  assert.ok(status < 300, text);
}

/** The acts, one after another, that lead from one state to another. */
function* actsBetween(from: State, to: State): Generator<() => Promise<void>> {
  const { key } = credentials;
  const admitted = `/v1/accounts/${HOST}/external-keys/${key}`;
  if (from.ownerAccount !== to.ownerAccount) {
    yield () => ask("PATCH", `/v1/accounts/${OWNER}`, { status: to.ownerAccount });
  }
  if (from.key !== to.key) yield () => ask("PATCH", `/v1/accounts/${OWNER}/api-keys/${key}`, { status: to.key });
  if (from.oldTokens !== to.oldTokens) {
    yield () => ask("PATCH", `/v1/accounts/${OWNER}/api-key-settings`, { enforcement: to.oldTokens });
  }
  if (from.externalKey === to.externalKey) return;
  if (from.externalKey === "not admitted") yield () => admit(server, HOST, key);
  switch (to.externalKey) {
    case "active":
      yield () => ask("PATCH", admitted, { status: "active", expiresAt: null });
      return;
    case "suspended here":
      yield () => ask("PATCH", admitted, { status: "inactive", expiresAt: null });
      return;
    case "ended":
      yield async () => {
        const expiresAt = new Date(server.judge.nowMs() + 1).toISOString();
        await ask("PATCH", admitted, { status: "active", expiresAt });
        pass(1);
      };
      return;
    case "not admitted":
      yield () => ask("DELETE", admitted);
  }
}

/** What an account's log, mirrored events included, says last of the key; asserts that it says so of this moment. */
async function toldIn(account: string, atMs: number, way: string): Promise<string> {
  await server.deliver();
  const url = `/v1/accounts/${account}/audit-events?target=${credentials.key}&sort=-sequence&limit=1`;
  const [event] = (await server.call<ListOf<LoggedEvent & { readonly at: string }>>("GET", url)).body.items;
  assert.equal(event?.at, new Date(atMs).toISOString(), `revived in silence: ${way}`);
  return `${event.action} by ${event.actor.kind}`;
}

/** How many acts lead from one state to another. */
const distance = (one: State, other: State) => [...actsBetween(one, other)].length;

test(
  "rules 10 and 11: no way from any state to any other brings a key back to life in a host that has shut it out, or whose log says nothing",
  { timeout: 300_000 },
  async () => {
    const revivals = new Set<string>();
    let state: State = { ownerAccount: "active", key: "active", oldTokens: "alert", externalKey: "active" };
    const go = async (to: State) => {
      const way = JSON.stringify([state, to]);
      for (const act of actsBetween(state, to)) {
        pass(1);
        const atMs = server.clock.wallMs;
        const wereRefused = [HOST, OTHER_HOST].filter((host) => codeIn(host) !== "VALID");
        await act();
        for (const host of wereRefused.filter((each) => codeIn(each) === "VALID")) {
          revivals.add(await toldIn(host, atMs, way));
        }
      }
      assert.equal(codeIn(HOST), expectedCode(to), way);
      // What one host does takes effect there alone.
      assert.equal(codeIn(OTHER_HOST), expectedCode({ ...to, externalKey: "active" }), way);
      state = to;
    };
    expect(ALL_STATES).toHaveLength(32);
    // From each to every later one, and back.
    for (const [index, one] of ALL_STATES.entries()) {
      await go(one);
      const others = ALL_STATES.slice(index + 1);
      for (const other of others.filter((each) => STATE_PAIRS === "all" || distance(one, each) === 1)) {
        await go(other);
        await go(one);
      }
    }
    // Those that were met, so that none is missed by never being tried.
    expect(revivals).toEqual(
      new Set([
        "account.restored by account",
        "external-key.added by operator",
        "external-key.changed by operator",
        "key.activated by account",
      ]),
    );
  },
);

test("rule 1: a deleted key comes back in no host, whatever either side does", async () => {
  const [owner, host] = ["credipay", "madeira"] as const;
  await addAccounts(server, owner, host);
  const { key } = await addKey(server, owner);
  await admit(server, host, key);
  const own = `/v1/accounts/${owner}/api-keys/${key}`;
  const admitted = `/v1/accounts/${host}/external-keys/${key}`;
  const { token } = (await server.call<KeyCredentials>("POST", `${own}/renewal`, { body: {} })).body;
  const code = () => decide(server.judge, { credential: credentialOf(key, token), account: host }).code;
  expect(code()).toBe("VALID");
  await ask("DELETE", own);
  const attempts = [
    ["PATCH", own, { status: "active" }],
    ["POST", `${own}/renewal`, {}],
    ["POST", `${own}/renewal/complete`],
    ["DELETE", `${own}/renewal`],
    ["PATCH", `/v1/accounts/${owner}`, { status: "suspended" }],
    ["PATCH", `/v1/accounts/${owner}`, { status: "active" }],
    ["PATCH", `/v1/accounts/${owner}/api-key-settings`, { enforcement: "expire" }],
    ["PATCH", `/v1/accounts/${owner}/api-key-settings`, { enforcement: "alert" }],
    ["PATCH", admitted, { status: "inactive" }],
    ["PATCH", admitted, { status: "active" }],
    ["DELETE", admitted],
    ["POST", `/v1/accounts/${host}/external-keys`, { key, name: "Again", roles: [] }],
    ["POST", `/v1/accounts/${owner}/api-keys`, { name: "Again", roles: [] }],
  ] as const;
  const statuses: number[] = [];
  for (const [method, url, body] of attempts) {
    const { status } = await server.call(method, url, body && { body });
    statuses.push(status);
    expect(code(), `${method} ${url}`).toBe("INVALID_CREDENTIALS");
  }
  expect(statuses).toEqual([404, 404, 404, 404, 200, 200, 200, 200, 200, 200, 204, 404, 201]);
});
