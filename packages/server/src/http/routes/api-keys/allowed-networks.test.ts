import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestServer, type Credentials, type TestServer } from "../../../test-server.ts";
import { boundKeysOn, DATA_CENTRE, ELSEWHERE, OFFICE } from "../../test-bound-keys.ts";
import {
  addAccounts,
  addKey,
  addKeyWith,
  expectProblem,
  type KeyCredentials,
  type ListOf,
  loadCatalog,
} from "../../test-fixtures.ts";

let server: TestServer;
const { admitted, bindExternal, bindKey } = boundKeysOn(() => server);

beforeAll(async () => {
  server = await createTestServer();
  await loadCatalog(server);
});

afterAll(() => server.close());

describe("binding a key", () => {
  it("is possible from the start, shows in the key and its ETag, and stands in the log before and after", async () => {
    await addAccounts(server, "set", "set-host");
    const written = [" 203.0.113.77/24 ", "2001:0DB8:0::1/32", "203.0.113.0/24", "::ffff:198.51.100.7"];
    const networks = ["203.0.113.0/24", "2001:db8::/32", "198.51.100.7/32"];
    const made = await server.call<KeyCredentials>("POST", "/v1/accounts/set/api-keys", {
      body: { name: "ERP", roles: [], allowedNetworks: written },
    });
    expect(made).toMatchObject({ status: 201, body: { allowedNetworks: networks } });
    const { key } = made.body;
    const added = await server.call("POST", "/v1/accounts/set-host/external-keys", {
      body: { key, name: "Partner", roles: [], allowedNetworks: written },
    });
    expect(added).toMatchObject({ status: 201, body: { allowedNetworks: networks } });
    for (const [account, list, action] of [
      ["set", "api-keys", "key"],
      ["set-host", "external-keys", "external-key"],
    ] as const) {
      const url = `/v1/accounts/${account}/${list}/${key}`;
      const opened = await server.call("GET", url);
      expect(opened.body).toMatchObject({ allowedNetworks: networks });
      const headers = { "if-match": String(opened.headers["etag"]) };
      const changed = await server.call("PATCH", url, { headers, body: { allowedNetworks: [OFFICE] } });
      expect(changed).toMatchObject({ status: 200, body: { allowedNetworks: [`${OFFICE}/32`] } });
      const again = await server.call("PATCH", url, { headers, body: { allowedNetworks: [] } });
      expectProblem(again, 412, "PRECONDITION_FAILED");
      // Written in another way, and nothing else: no change.
      await server.call("PATCH", url, { body: { allowedNetworks: [`::ffff:${OFFICE}`] } });
      expect((await server.call("PATCH", url, { body: { name: "New name" } })).body).toMatchObject({
        allowedNetworks: [`${OFFICE}/32`],
      });
      await server.call("PATCH", url, { body: { allowedNetworks: [] } });
      const events = `/v1/accounts/${account}/audit-events?target=${key}&sort=sequence`;
      const { body } = await server.call<ListOf<{ action: string; before: object | null; after: object | null }>>(
        "GET",
        events,
      );
      const own = body.items.filter(({ after }) => after !== null);
      expect(own.map(({ after, before }) => [before, after])).toEqual([
        [null, expect.objectContaining({ allowedNetworks: networks })],
        [{ allowedNetworks: networks }, { allowedNetworks: [`${OFFICE}/32`] }],
        [expect.objectContaining({ name: expect.any(String) as string }), { name: "New name" }],
        [{ allowedNetworks: [`${OFFICE}/32`] }, { allowedNetworks: [] }],
      ]);
      expect(own.at(-1)?.action).toBe(`${action}.changed`);
      expect((await server.call<ListOf<object>>("GET", `/v1/accounts/${account}/${list}`)).body.items).toMatchObject([
        { allowedNetworks: [] },
      ]);
    }
  });

  it.each([
    [["203.0.113.0/24", "203.0.113.0/33"], "/allowedNetworks/1"],
    [["office.example.com"], "/allowedNetworks/0"],
    [[""], "/allowedNetworks/0"],
    [[7], "/allowedNetworks/0"],
    [["1".repeat(10_000)], "/allowedNetworks/0"],
    [["fe80::1%eth0"], "/allowedNetworks/0"],
    [Array.from({ length: 51 }, (_, at) => `10.0.0.${at}`), "/allowedNetworks"],
    ["203.0.113.0/24", "/allowedNetworks"],
    [null, "/allowedNetworks"],
    [{ "0": "203.0.113.0/24" }, "/allowedNetworks"],
  ])("to %j is refused, by its place", async (allowedNetworks, path) => {
    const account = `bad-${crypto.randomUUID()}`;
    await addAccounts(server, account);
    const { key } = await addKey(server, account);
    const foreign = await admitted(`bad-${crypto.randomUUID().slice(0, 8)}`);
    for (const [method, url, body] of [
      ["POST", `/v1/accounts/${account}/api-keys`, { name: "ERP", roles: [] }],
      ["PATCH", `/v1/accounts/${account}/api-keys/${key}`, {}],
      ["POST", `/v1/accounts/${account}/external-keys`, { key: foreign.key, name: "Partner", roles: [] }],
      ["PATCH", `/v1/accounts/${foreign.host}/external-keys/${foreign.key}`, {}],
    ] as const) {
      const answer = await server.call(method, url, { body: { ...body, allowedNetworks } });
      expect(expectProblem(answer, 422, "INVALID_INPUT").errors).toMatchObject([{ path }]);
    }
  });

  it("takes fifty, of the longest form that there is", async () => {
    const { key, owner } = await admitted("fifty");
    const longest = Array.from({ length: 50 }, (_, at) => `2001:0db8:ffff:ffff:ffff:ffff:ffff:ff${at + 10}/128`);
    const answer = await bindKey(owner, key, longest);
    expect(answer).toMatchObject({ status: 200 });
    expect((answer.body as { allowedNetworks: string[] }).allowedNetworks).toHaveLength(50);
  });

  it("rule 7: to less is for whoever may edit keys; to more for whoever holds what it then opens there", async () => {
    const { host, key, owner } = await admitted("holding");
    await bindKey(owner, key, ["203.0.113.0/24"]);
    await bindExternal(host, key, ["203.0.113.0/24"]);
    for (const [account, bind] of [
      [owner, bindKey],
      [host, bindExternal],
    ] as const) {
      const as: Credentials = await addKeyWith(server, account, "account.edit-api-keys");
      const change = (networks: readonly string[]) => bind(account, key, networks, { as });
      expect((await change(["203.0.113.0/25", OFFICE])).status).toBe(200);
      for (const more of [["203.0.113.0/24"], [OFFICE, DATA_CENTRE], []]) {
        expectProblem(await change(more), 403, "ROLE_NOT_HELD");
      }
      expect((await change([OFFICE])).status).toBe(200);
      expect((await bind(account, key, [])).status).toBe(200);
      // From anywhere to somewhere is less.
      expect((await change([DATA_CENTRE])).status).toBe(200);
    }
  });
});

describe("rule 8, rule 11: what one side reads of the other's", () => {
  it("is nothing of its networks", async () => {
    const { credentials, host, key, owner } = await admitted("private");
    await bindKey(owner, key, ["203.0.113.0/24"]);
    await bindExternal(host, key, ["198.51.100.0/24"]);
    for (const ip of [OFFICE, DATA_CENTRE, ELSEWHERE]) {
      await server.call("POST", "/v1/verify", { body: { account: host, ...credentials, ip } });
    }
    await server.call("PATCH", `/v1/accounts/${owner}/api-keys/${key}`, {
      body: { status: "inactive", allowedNetworks: ["203.0.113.0/25"] },
    });
    await server.deliver();
    await server.keepUse();
    const reading = async (account: string, ...paths: string[]) => {
      const texts: string[] = [];
      for (const path of paths) {
        const { status, text } = await server.call("GET", `/v1/accounts/${account}${path}`);
        expect(status).toBe(200);
        texts.push(text);
      }
      return texts.join("\n");
    };
    const hosts = await reading(
      host,
      `/external-keys/${key}`,
      "/external-keys",
      `/external-keys/lookup?key=${key}`,
      `/external-keys/${key}/use`,
      `/explain?key=${key}&ip=${ELSEWHERE}`,
      "/audit-events?limit=200",
      "/api-keys/export?format=json",
    );
    expect(hosts).toContain("key.deactivated");
    expect(hosts).toContain("198.51.100.0/24");
    expect(hosts).not.toContain("203.0.113.");
    const owners = await reading(
      owner,
      `/api-keys/${key}`,
      "/api-keys",
      `/api-keys/${key}/hosts`,
      `/api-keys/${key}/use`,
      `/explain?key=${key}&ip=${ELSEWHERE}`,
      "/audit-events?limit=200",
      "/api-keys/export?format=json",
    );
    expect(owners).toContain("external-key.changed");
    expect(owners).toContain("203.0.113.0/25");
    expect(owners).not.toContain("198.51.100.");
  });
});
