import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { AgedToken } from "../../../storage/store.ts";
import { createTestServer, type TestServer } from "../../../test-server.ts";
import {
  addAccounts,
  addKey,
  addKeyWith,
  admit,
  expectProblem,
  type KeyCredentials,
  type ListOf,
  revisionOf,
} from "../../test-fixtures.ts";

interface Settings {
  readonly renewalMonths: 3 | 6;
  readonly enforcement: "alert" | "expire";
  readonly counts: {
    readonly recommended: number;
    readonly overdue: number;
    readonly expiring: number;
    readonly wouldExpire: Readonly<Record<3 | 6, number>>;
  };
  readonly wouldExpireFirst: Readonly<Record<3 | 6, readonly { readonly key: string; readonly name: string }[]>>;
}

interface Key {
  readonly key: string;
  readonly tokens: readonly {
    readonly createdAt: string;
    readonly renewalAlert: string | null;
    readonly expiresAt: string | null;
  }[];
}

let server: TestServer;
/** One account for each test. */
let accounts = 0;

beforeAll(async () => {
  server = await createTestServer();
});

afterAll(() => server.close());

// What one test enforces is not told of in another.
afterEach(async () => {
  for (const { account } of await server.store.reads.keySettings.enforcing()) {
    await patch(account, { enforcement: "alert" });
  }
});

/** Time passes until then: it never goes back. */
async function passUntil(time: string): Promise<void> {
  const ms = Date.parse(time) - server.clock.wallMs;
  expect(ms).toBeGreaterThanOrEqual(0);
  server.clock.wallMs += ms;
  server.clock.monotonicMs += ms;
  await server.follower.poll();
}

async function newAccount(): Promise<string> {
  const account = `acme-${++accounts}`;
  await addAccounts(server, account);
  return account;
}

const urlOf = (account: string) => `/v1/accounts/${account}/api-key-settings`;
const getSettings = async (account: string) => (await server.call<Settings>("GET", urlOf(account))).body;
const patch = (account: string, body: object, headers = {}) =>
  server.call<Settings>("PATCH", urlOf(account), { body, headers });
const listed = async (account: string, query = "") =>
  (await server.call<ListOf<Key>>("GET", `/v1/accounts/${account}/api-keys?sort=name${query}`)).body.items;
const codeOf = async (account: string, credentials: KeyCredentials) =>
  (await server.call<{ code: string }>("POST", "/v1/verify", { body: { account, ...credentials } })).body.code;
const eventsOf = async (account: string, action: string) =>
  (
    await server.call<ListOf<Record<string, unknown>>>(
      "GET",
      `/v1/accounts/${account}/audit-events?sort=sequence&limit=200&action=${action}`,
    )
  ).body.items;

// In the order of time: the clock of one server goes through all of them.
describe("the settings of an account's keys", () => {
  it("are three months and an alert, until somebody decides otherwise", async () => {
    await passUntil("2027-01-10T12:00:00.000Z");
    const account = await newAccount();
    const answer = await server.call<Settings>("GET", urlOf(account));
    expect(answer.status).toBe(200);
    expect(answer.headers["etag"]).toMatch(/^"[\w-]{22}"$/);
    expect(answer.body).toEqual({
      renewalMonths: 3,
      enforcement: "alert",
      counts: { recommended: 0, overdue: 0, expiring: 0, wouldExpire: { 3: 0, 6: 0 } },
      wouldExpireFirst: { 3: [], 6: [] },
    });
    const changed = await patch(account, { renewalMonths: 6 });
    expect(changed).toMatchObject({ status: 200, body: { renewalMonths: 6, enforcement: "alert" } });
    expect(await getSettings(account)).toEqual(changed.body);
    expect(await eventsOf(account, "settings.changed")).toMatchObject([
      { actor: { kind: "operator" }, target: account, before: { renewalMonths: 3 }, after: { renewalMonths: 6 } },
    ]);
  });

  it("write nothing where they stay as they are, or somebody else has changed them", async () => {
    const account = await newAccount();
    const { headers } = await server.call("GET", urlOf(account));
    const etag = String(headers["etag"]);
    const before = await revisionOf(server);
    expect((await patch(account, { renewalMonths: 3, enforcement: "alert" })).status).toBe(200);
    expect((await patch(account, {}, { "if-match": etag })).status).toBe(200);
    expect(await revisionOf(server)).toBe(before);
    expect((await patch(account, { enforcement: "expire" }, { "if-match": etag })).status).toBe(200);
    expectProblem(await patch(account, { renewalMonths: 6 }, { "if-match": etag }), 412, "PRECONDITION_FAILED");
    expect(await getSettings(account)).toMatchObject({ renewalMonths: 3, enforcement: "expire" });
  });

  it("are seen by who sees keys, and changed by who may change them alone", async () => {
    const account = await newAccount();
    const viewer = await addKeyWith(server, account, "account.view-api-keys");
    const editor = await addKeyWith(server, account, "account.edit-api-keys");
    const settings = await addKeyWith(server, account, "account.edit-api-keys-settings");
    const nobody = await addKey(server, account);
    const answers = [];
    for (const as of [viewer, editor, settings, nobody]) {
      const read = await server.call("GET", urlOf(account), { as });
      const edit = await server.call<{ resource?: string }>("PATCH", urlOf(account), {
        as,
        body: { renewalMonths: 6 },
      });
      answers.push([read.status, edit.status, edit.body.resource]);
    }
    const refused = [403, "account.edit-api-keys-settings"];
    expect(answers).toEqual([
      [200, ...refused],
      [200, ...refused],
      [200, 200, undefined],
      [403, ...refused],
    ]);
    expect(await eventsOf(account, "settings.changed")).toMatchObject([{ actor: { kind: "key", id: settings.key } }]);
  });

  it("refuse months and enforcements that there aren't", async () => {
    const account = await newAccount();
    for (const body of [{ renewalMonths: 4 }, { renewalMonths: "3" }, { enforcement: "off" }, { enforcement: null }]) {
      expectProblem(await patch(account, body), 422, "INVALID_INPUT");
    }
  });
});

describe("the age of tokens", () => {
  it("rule 15: points out keys in the list and counts them, by the calendar, from each token's creation", async () => {
    await passUntil("2027-03-31T10:00:00.000Z");
    const account = await newAccount();
    const { key: first } = await addKey(server, account, [], "First");
    await passUntil("2027-06-29T10:00:00.000Z");
    const { key: second } = await addKey(server, account, [], "Second");
    const alerts = async () => (await listed(account)).map(({ tokens }) => tokens[0]?.renewalAlert);
    await passUntil("2027-06-30T09:59:59.999Z");
    expect(await alerts()).toEqual([null, null]);
    await passUntil("2027-06-30T10:00:00.000Z");
    expect(await alerts()).toEqual(["recommended", null]);
    await passUntil("2027-09-30T09:59:59.999Z");
    expect(await alerts()).toEqual(["recommended", "recommended"]);
    expect((await getSettings(account)).counts).toMatchObject({ recommended: 2, overdue: 0 });
    await passUntil("2027-09-30T10:00:00.000Z");
    expect(await alerts()).toEqual(["overdue", "recommended"]);
    expect((await getSettings(account)).counts).toEqual({
      recommended: 1,
      overdue: 1,
      expiring: 0,
      wouldExpire: { 3: 2, 6: 1 },
    });
    expect((await getSettings(account)).wouldExpireFirst).toEqual({
      3: [
        { key: first, name: "First" },
        { key: second, name: "Second" },
      ],
      6: [{ key: first, name: "First" }],
    });
    const keys = async (alert: string) => (await listed(account, `&alert=${alert}`)).map(({ key }) => key);
    expect(await keys("overdue")).toEqual([first]);
    expect(await keys("recommended")).toEqual([second]);
    expect(await keys("expiring")).toEqual([]);
    expectProblem(await server.call("GET", `/v1/accounts/${account}/api-keys?alert=all`), 422, "INVALID_INPUT");
    // Another choice counts for keys that are there already.
    await patch(account, { renewalMonths: 6 });
    expect(await alerts()).toEqual(["recommended", null]);
    expect(await keys("recommended")).toEqual([first]);
    // Setting the wall clock back makes nothing younger.
    server.clock.wallMs -= 300 * 86_400_000;
    expect(await alerts()).toEqual(["recommended", null]);
    server.clock.wallMs += 300 * 86_400_000;
  });

  it("rules 4, 10, 12, 15: stops tokens in every account where that is enforced, and revives them where no more", async () => {
    await passUntil("2027-10-05T10:00:00.000Z");
    const account = await newAccount();
    const host = await newAccount();
    const old = await addKey(server, account, ["owner"], "Old");
    await admit(server, host, old.key);
    await passUntil("2028-01-04T10:00:00.000Z");
    const young = await addKey(server, account, [], "Young");
    await admit(server, host, young.key);
    const inactive = await addKey(server, account, [], "Inactive");
    await server.call("PATCH", `/v1/accounts/${account}/api-keys/${inactive.key}`, { body: { status: "inactive" } });
    await patch(account, { enforcement: "expire" });
    expect(await eventsOf(account, "settings.changed")).toMatchObject([
      { before: { enforcement: "alert" }, after: { enforcement: "expire" } },
    ]);
    const [first] = await listed(account, "&search=old");
    expect(first?.tokens[0]?.expiresAt).toBe("2028-01-05T10:00:00.000Z");
    await passUntil("2028-01-05T09:59:59.999Z");
    for (const where of [account, host]) expect(await codeOf(where, old)).toBe("VALID");
    expect((await server.call("GET", `/v1/accounts/${account}`, { as: old })).status).toBe(200);
    await passUntil("2028-01-05T10:00:00.000Z");
    for (const where of [account, host]) expect(await codeOf(where, old)).toBe("INVALID_CREDENTIALS");
    expectProblem(await server.call("GET", `/v1/accounts/${account}`, { as: old }), 401, "UNAUTHENTICATED");
    server.clock.wallMs -= 86_400_000;
    expect(await codeOf(host, old)).toBe("INVALID_CREDENTIALS");
    server.clock.wallMs += 86_400_000;
    expect(await codeOf(account, young)).toBe("VALID");

    // In force before the answer leaves.
    await patch(account, { enforcement: "alert" });
    for (const where of [account, host]) expect(await codeOf(where, old)).toBe("VALID");
    await patch(account, { enforcement: "expire" });
    for (const where of [account, host]) expect(await codeOf(where, old)).toBe("INVALID_CREDENTIALS");
    await patch(account, { renewalMonths: 6 });
    expect(await codeOf(host, old)).toBe("VALID");
    expect((await eventsOf(account, "settings.changed")).map(({ after }) => after)).toEqual([
      { enforcement: "expire" },
      { enforcement: "alert", keysRevived: 1 },
      { enforcement: "expire", keysStopped: 1 },
      { renewalMonths: 6, keysRevived: 1 },
    ]);
    // A host hears of what works there again, each time, and of no key that worked all the while.
    await server.deliver();
    expect(await eventsOf(host, "key.activated")).toMatchObject(
      Array.from({ length: 2 }, () => ({ target: old.key, counterpart: account, actor: { kind: "account" } })),
    );
  });
});

describe("the end of tokens", () => {
  const DAY = 86_400_000;
  const short = (events: readonly Record<string, unknown>[]) =>
    events.map(({ after, target }) => [target, (after as { daysBefore?: number }).daysBefore]);

  it("is told 30, 7 and 1 days before and when it has come, each once", async () => {
    await passUntil("2028-02-01T10:00:00.000Z");
    const account = await newAccount();
    const elsewhere = await newAccount();
    await addKey(server, elsewhere);
    await patch(account, { enforcement: "expire" });
    const { key } = await addKey(server, account);
    const endMs = Date.parse("2028-05-01T10:00:00.000Z");
    const tellAt = async (daysBefore: number) => {
      await passUntil(new Date(endMs - daysBefore * DAY).toISOString());
      // More often than there is something to tell.
      const told = [await server.tellOfExpiry(), await server.tellOfExpiry(), await server.tellOfExpiry()];
      return told;
    };
    expect(await tellAt(30.01)).toEqual([0, 0, 0]);
    expect((await getSettings(account)).counts.expiring).toBe(0);
    expect(await tellAt(30)).toEqual([1, 0, 0]);
    expect((await getSettings(account)).counts).toMatchObject({ expiring: 1, recommended: 0 });
    expect((await listed(account, "&alert=expiring")).map((item) => item.key)).toEqual([key]);
    expect(await tellAt(7.01)).toEqual([0, 0, 0]);
    expect(await tellAt(7)).toEqual([1, 0, 0]);
    expect(await tellAt(1)).toEqual([1, 0, 0]);
    expect(await tellAt(0.001)).toEqual([0, 0, 0]);
    expect(await tellAt(0)).toEqual([1, 0, 0]);
    expect(await tellAt(-40)).toEqual([0, 0, 0]);
    expect((await getSettings(account)).counts).toMatchObject({ expiring: 0, recommended: 1 });

    const expiring = await eventsOf(account, "token.expiring");
    expect(short(expiring)).toEqual([
      [key, 30],
      [key, 7],
      [key, 1],
    ]);
    const [expired, ...others] = await eventsOf(account, "token.expired");
    expect(others).toEqual([]);
    expect(expired).toMatchObject({ actor: { kind: "system" }, target: key, before: null, ip: null, requestId: null });
    expect(expired?.["after"]).toEqual({ token: expect.any(String) as string, expiresAt: endMs });
    for (const action of ["token.expiring", "token.expired"]) expect(await eventsOf(elsewhere, action)).toEqual([]);
  });

  it("is told after a pause by the last that would have been told, and not again where it is enforced anew", async () => {
    await passUntil("2028-07-01T10:00:00.000Z");
    const account = await newAccount();
    for (let made = 0; made < 3; made++) await addKey(server, account);
    await patch(account, { enforcement: "expire" });
    await passUntil("2028-09-29T10:00:00.000Z");
    expect(await server.tellOfExpiry()).toBe(3);
    expect(new Set(short(await eventsOf(account, "token.expiring")).map(([, days]) => days))).toEqual(new Set([7]));
    await patch(account, { enforcement: "alert" });
    await passUntil("2028-12-01T10:00:00.000Z");
    expect(await server.tellOfExpiry()).toBe(0);
    await patch(account, { enforcement: "expire" });
    expect(await server.tellOfExpiry()).toBe(3);
    for (const enforcement of ["alert", "expire"]) await patch(account, { enforcement });
    expect(await server.tellOfExpiry()).toBe(0);
    // Another age is another end.
    await patch(account, { renewalMonths: 6 });
    expect(await server.tellOfExpiry()).toBe(0);
    await passUntil("2028-12-10T10:00:00.000Z");
    expect(await server.tellOfExpiry()).toBe(3);
    expect(await eventsOf(account, "token.expired")).toHaveLength(3);
    expect(
      short(await eventsOf(account, "token.expiring"))
        .slice(3)
        .map(([, days]) => days),
    ).toEqual([30, 30, 30]);
  });

  it("is told once where several nodes tell it at once, and of nothing that is gone or decided otherwise meanwhile", async () => {
    await passUntil("2029-01-01T10:00:00.000Z");
    const account = await newAccount();
    const keys: KeyCredentials[] = [];
    for (let made = 0; made < 120; made++) keys.push(await addKey(server, account));
    await patch(account, { enforcement: "expire" });
    await passUntil("2029-04-01T10:00:00.000Z");
    const told = await Promise.all(Array.from({ length: 5 }, () => server.tellOfExpiry()));
    expect(told.reduce((sum, count) => sum + count, 0)).toBe(120);
    const events = await eventsOf(account, "token.expired");
    expect(new Set(events.map(({ target }) => target)).size).toBe(120);
    expect(events).toHaveLength(120);

    const { keys: reads } = server.store.reads;
    const within = [{ fromMs: 0, toMs: server.clock.wallMs }];
    const found: AgedToken[] = [];
    for await (const page of reads.agedTokens(account, 6, within)) found.push(...page);
    expect(found).toHaveLength(120);
    await patch(account, { renewalMonths: 6 });
    await passUntil("2029-07-01T10:00:00.000Z");
    // Found while it was enforced, told when it is no more.
    const stale: typeof reads.agedTokens = async function* () {
      await patch(account, { enforcement: "alert" });
      yield found;
    };
    const original = reads.agedTokens;
    Object.assign(reads, { agedTokens: stale });
    try {
      expect(await server.tellOfExpiry()).toBe(0);
    } finally {
      Object.assign(reads, { agedTokens: original });
    }
    await patch(account, { enforcement: "expire" });
    await server.call("DELETE", `/v1/accounts/${account}/api-keys/${keys[0]?.key ?? ""}`);
    expect(await server.tellOfExpiry()).toBe(119);
  });
});
