import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Answer, createTestServer, type Credentials, OPERATOR_TOKEN, type TestServer } from "../test-server.ts";
import { addKey, admit, expectProblem, expectProblemForm, revisionOf, signIn, UNISSUED_KEY } from "./test-fixtures.ts";
import { accountSamples, addWorld, type World } from "./test-routes.ts";
import type { Named, Sample } from "./test-sample.ts";

const NAMED_NOWHERE: Named = {
  account: "no-such-account",
  key: UNISSUED_KEY,
  externalKey: UNISSUED_KEY,
  foreignKey: UNISSUED_KEY,
  renewedKey: UNISSUED_KEY,
  tokenLinkId: "00000000-0000-4000-8000-000000000000",
  renewalLinkId: "00000000-0000-4000-8000-000000000000",
  invitationId: "00000000-0000-4000-8000-000000000000",
  joinId: "00000000-0000-4000-8000-000000000000",
  resetId: "00000000-0000-4000-8000-000000000000",
  userId: "00000000-0000-4000-8000-000000000000",
  roleId: "no-such-role",
  serviceKeyId: "00000000-0000-4000-8000-000000000000",
  webhookId: "00000000-0000-4000-8000-000000000000",
  deliveryId: "00000000-0000-4000-8000-000000000000",
  operatorId: "00000000-0000-4000-8000-000000000000",
  resource: "account.view-audit",
};
const OPERATIONS = accountSamples(NAMED_NOWHERE).map(({ operationId }) => operationId);
/** Those that name something inside an account by its id. */
const BY_ID = accountSamples(NAMED_NOWHERE)
  .filter(({ path }) => /\{(key|userId|roleId|id)\}/.test(path))
  .map(({ operationId }) => operationId);

let server: TestServer;
let ours: World;
let theirs: World;
let owners: [who: string, as: Credentials][];

beforeAll(async () => {
  server = await createTestServer();
  ours = await addWorld(server, "ours");
  theirs = await addWorld(server, "theirs");
  const external = await addKey(server, theirs.account, ["owner"]);
  await admit(server, ours.account, external.key, ["owner"]);
  await server.call("PATCH", `/v1/accounts/theirs/api-keys/${external.key}`, { body: { roles: [] } });
  const session = await signIn(server, ours.user);
  owners = [
    ["the operator", { bearer: OPERATOR_TOKEN }],
    ["a key with every resource", await addKey(server, ours.account, ["owner"])],
    ["an owner in the console", session],
    ["another account's key that was given every resource", external],
  ];
});

afterAll(() => server.close());

const sampleOf = (operationId: string, named: Named): Sample => {
  const found = accountSamples(named).find((sample) => sample.operationId === operationId);
  if (!found) throw new Error(`no sample of ${operationId}`);
  return found;
};

const send = ({ body, method, url }: Sample, as: Credentials) =>
  server.call(method, url, { as, ...(body === undefined ? {} : { body }) });

/** What a caller can tell an answer by. */
function visible(answer: Answer<unknown>): unknown {
  const { date: _date, ...headers } = answer.headers;
  return { status: answer.status, headers, body: { ...expectProblemForm(answer), requestId: "" } };
}

describe("another account's id", () => {
  it.each(BY_ID)("answers %s as an id that doesn't exist, and writes nothing", async (operationId) => {
    const before = await revisionOf(server);
    const inOurs = { ...NAMED_NOWHERE, account: ours.account };
    // Ids of the other account, and, where one kind of key is asked for, ours of the other kind.
    const others = [
      { ...theirs, account: ours.account },
      { ...inOurs, key: ours.externalKey, renewedKey: ours.externalKey, externalKey: ours.key },
    ];
    for (const [, as] of owners) {
      const nowhere = visible(await send(sampleOf(operationId, inOurs), as));
      expect(nowhere).toMatchObject({ status: 404 });
      for (const other of others) {
        const sample = sampleOf(operationId, { ...other, userId: theirs.userId, roleId: theirs.roleId });
        expect(visible(await send(sample, as))).toStrictEqual(nowhere);
      }
    }
    expect(await revisionOf(server)).toBe(before);
  });
});

describe("another account", () => {
  it.each(OPERATIONS)("answers %s as an account that doesn't exist, and writes nothing", async (operationId) => {
    const before = await revisionOf(server);
    const strangers = owners.filter(
      ([who]) => who === "a key with every resource" || who === "an owner in the console",
    );
    for (const [, as] of strangers) {
      const nowhere = await send(sampleOf(operationId, { ...theirs, account: "no-such-account" }), as);
      if (operationId === "editAccount") expectProblem(nowhere, 403, "FORBIDDEN");
      else expectProblem(nowhere, 404, "UNKNOWN_ACCOUNT");
      expect(visible(await send(sampleOf(operationId, theirs), as))).toStrictEqual(visible(nowhere));
    }
    expect(await revisionOf(server)).toBe(before);
  });

  it("is UNKNOWN_ACCOUNT to operators, too, where it doesn't exist", async () => {
    for (const operationId of OPERATIONS) {
      const sample = sampleOf(operationId, NAMED_NOWHERE);
      expectProblem(await send(sample, { bearer: OPERATOR_TOKEN }), 404, "UNKNOWN_ACCOUNT");
    }
  });

  it("can't be asked about by a key that may verify in its own alone", async () => {
    const [, [, as] = ["", { bearer: "" }]] = owners;
    const { credentials } = theirs;
    const ask = (account: string) => server.call("POST", "/v1/verify", { as, body: { account, ...credentials } });
    const there = visible(await ask("theirs"));
    expect(there).toMatchObject({ status: 404, body: { code: "UNKNOWN_ACCOUNT" } });
    expect(visible(await ask("no-such-account"))).toStrictEqual(there);
    expect(await ask("ours")).toMatchObject({ status: 200, body: { code: "NOT_ADMITTED" } });
  });

  it("rule 8: learns of an external key neither the owner's roles nor other hosts", async () => {
    const { key } = await addKey(server, "theirs", ["user-administrator-restricted"], "Their name for it");
    await admit(server, "ours", key, ["owner"], "Our name for it");
    await admit(server, "ours-partner", key, [], "Another name for it");
    const seenByHost = await server.call("GET", `/v1/accounts/ours/external-keys/${key}`);
    expect(seenByHost.text).not.toMatch(/ours-partner|user-administrator|Their name|Another name/);
    const seenByOwner = await server.call("GET", `/v1/accounts/theirs/api-keys/${key}`);
    expect(seenByOwner.text).not.toMatch(/Our name|Another name|"owner"/);
    expect(seenByOwner.body).toMatchObject({ hostCount: 2 });
  });
});
