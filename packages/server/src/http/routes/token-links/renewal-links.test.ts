import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestServer, type TestServer } from "../../../test-server.ts";
import { addAccounts, admit, expectProblem, type ListOf, revisionOf } from "../../test-fixtures.ts";
import {
  actionsOf,
  addLinkedKey,
  addLinkedRenewal,
  linkOf,
  linksOf,
  type RenewedKey,
  logOf,
  renew,
  reveal,
  tokensOf,
  works as opens,
} from "../../test-tokens.ts";

const DAY_MS = 24 * 3_600_000;

let server: TestServer;

beforeAll(async () => {
  server = await createTestServer();
  await addAccounts(server, "acme", "host");
});

afterAll(() => server.close());

const voidLink = (id: string) => server.call("DELETE", `/v1/token-links/${id}`);
const works = (key: string, token: string | undefined) => opens(server, "acme", key, token);
const logged = (account: string, key: string) => logOf(server, account, key);
const actions = (account: string, key: string) => actionsOf(server, account, key);
const linkedKey = () => addLinkedKey(server, "acme");
const linkedRenewal = (oldToken?: "later" | "now") => addLinkedRenewal(server, "acme", oldToken);

describe("a renewal by link", () => {
  it("rule 3: leaves the old token alone until somebody has the new one, also where it is to go now", async () => {
    const { key, old, link } = await linkedRenewal("now");
    await admit(server, "host", key);
    expect(await works(key, old)).toBe(true);
    expectProblem(
      await server.call("POST", `/v1/accounts/acme/api-keys/${key}/renewal/complete`),
      409,
      "LINK_UNOPENED",
    );
    expectProblem(await server.call("POST", `/v1/accounts/acme/api-keys/${key}/renewal`), 409, "RENEWAL_PENDING");
    expect(await actions("host", key)).toStrictEqual(["external-key.added"]);

    const { token } = (await reveal(server, link)).body;
    expect([await works(key, old), await works(key, token)]).toStrictEqual([false, true]);
    expect(await tokensOf(server, "acme", key)).toMatchObject([{ state: "current", link: null }]);
    // Rule 11: a host hears of a renewal once it counts.
    const heard = ["external-key.added", "key.renewed", "key.renewal-completed"];
    expect(await actions("host", key)).toStrictEqual(heard);
    expect((await actions("acme", key)).slice(-2)).toStrictEqual(["token-link.opened", "key.renewal-completed"]);
  });

  it("rule 3: lets the old token go when it is opened where somebody decides so later, and says it once", async () => {
    const { key, old, link } = await linkedRenewal();
    const complete = (body?: object) =>
      server.call<RenewedKey>("POST", `/v1/accounts/acme/api-keys/${key}/renewal/complete`, { body });
    expectProblem(await complete({ when: "now" }), 409, "LINK_UNOPENED");
    const decided = await complete({ when: "opened" });
    expect(decided.status).toBe(200);
    expect(decided.body.tokens).toMatchObject([{ link: null }, { link: { id: link.id, completesRenewal: true } }]);
    expect(await works(key, old)).toBe(true);
    const before = await revisionOf(server);
    expect((await complete({ when: "opened" })).body).toStrictEqual(decided.body);
    expect(await revisionOf(server)).toBe(before);
    expect((await logged("acme", key)).at(-1)).toMatchObject({
      action: "token-link.changed",
      before: { link: link.id, completesRenewal: false },
      after: { link: link.id, completesRenewal: true },
    });

    const { token } = (await reveal(server, link)).body;
    expect([await works(key, old), await works(key, token)]).toStrictEqual([false, true]);
    expectProblem(await complete({ when: "opened" }), 404, "NO_RENEWAL");
  });

  it("completes at once where somebody decides so after it was opened", async () => {
    const { key, old, link } = await linkedRenewal();
    const { token } = (await reveal(server, link)).body;
    const url = `/v1/accounts/acme/api-keys/${key}/renewal/complete`;
    expect((await server.call("POST", url, { body: { when: "opened" } })).status).toBe(200);
    expect([await works(key, old), await works(key, token)]).toStrictEqual([false, true]);
  });

  it("forgets that decision with its link: the next renewal is one of its own", async () => {
    const { key, old, link } = await linkedRenewal();
    const url = `/v1/accounts/acme/api-keys/${key}/renewal`;
    await server.call("POST", `${url}/complete`, { body: { when: "opened" } });
    await voidLink(link.id);
    expect(await works(key, old)).toBe(true);
    const next = await renew(server, "acme", key, { tokenDelivery: "link" });
    expect(next.tokens).toMatchObject([{ link: null }, { link: { completesRenewal: false } }]);
    await reveal(server, linkOf(next));
    expect(await works(key, old)).toBe(true);
  });

  it("is listed among those that were come back to until its token is gone", async () => {
    const { key, link } = await linkedRenewal();
    const reopened = async () =>
      (
        await server.call<ListOf<{ id: string }>>("GET", `/v1/accounts/acme/token-links?reopened=true&key=${key}`)
      ).body.items.map(({ id }) => id);
    await reveal(server, link);
    expect(await reopened()).toStrictEqual([]);
    await reveal(server, link);
    expect(await reopened()).toStrictEqual([link.id]);
    const list = (query: string) => server.call<ListOf<{ key: string }>>("GET", `/v1/accounts/acme/api-keys?${query}`);
    expect((await list(`renewal=open&search=${key}`)).body).toMatchObject({ total: 1, items: [{ key }] });
    await server.call("DELETE", `/v1/accounts/acme/api-keys/${key}/renewal`);
    expect(await reopened()).toStrictEqual([]);
    expect((await list(`renewal=open&search=${key}`)).body.total).toBe(0);
  });

  it("rule 3: overlaps from when it is opened where the old token is to go later", async () => {
    const { key, old, link } = await linkedRenewal();
    const { token } = (await reveal(server, link)).body;
    expect([await works(key, old), await works(key, token)]).toStrictEqual([true, true]);
    expect((await server.call("DELETE", `/v1/accounts/acme/api-keys/${key}/renewal`)).status).toBe(204);
    expect([await works(key, old), await works(key, token)]).toStrictEqual([true, false]);
    expectProblem(await reveal(server, link), 410, "LINK_USED");
  });

  it.each(["undone", "voided"])(
    "is over with its link when it is %s unopened, and no host hears of it",
    async (how) => {
      const { key, old, link } = await linkedRenewal("now");
      await admit(server, "host", key);
      const url = how === "undone" ? `/v1/accounts/acme/api-keys/${key}/renewal` : `/v1/token-links/${link.id}`;
      expect(await server.call("DELETE", url)).toMatchObject({ status: 204, text: "" });
      expectProblem(await reveal(server, link), 410, "LINK_VOID");
      expect(await works(key, old)).toBe(true);
      expect(await tokensOf(server, "acme", key)).toMatchObject([{ state: "current" }]);
      expect((await logged("acme", key)).slice(-2)).toMatchObject([
        { action: "token-link.voided", actor: { kind: "operator" }, after: { keyHasToken: true } },
        { action: "key.renewal-undone", actor: { kind: "operator" }, after: { link: link.id, linkState: "void" } },
      ]);
      expect(await actions("host", key)).toStrictEqual(["external-key.added"]);
      await renew(server, "acme", key);
    },
  );

  it("is undone by itself when its link expires", async () => {
    const { key, old, link } = await linkedRenewal("now");
    server.clock.wallMs += DAY_MS - 1;
    await server.expireLinks();
    expect(await linksOf(server, "acme", key)).toMatchObject([{ state: "waiting" }]);
    server.clock.wallMs += 1;
    // Whether or not the background work has come by.
    const before = await revisionOf(server);
    expectProblem(await reveal(server, link), 410, "LINK_EXPIRED");
    expectProblem(await voidLink(link.id), 410, "LINK_EXPIRED");
    expect(await revisionOf(server)).toBe(before);
    await server.expireLinks();
    expectProblem(await reveal(server, link), 410, "LINK_EXPIRED");
    expect(await works(key, old)).toBe(true);
    expect(await tokensOf(server, "acme", key)).toMatchObject([{ state: "current" }]);
    expect((await logged("acme", key)).slice(-2)).toMatchObject([
      { action: "token-link.expired", actor: { kind: "system" }, ip: null },
      { action: "key.renewal-undone", actor: { kind: "system" }, after: { linkState: "expired" } },
    ]);
  });

  it("rule 15: doesn't come back with the wall clock", async () => {
    const { link } = await linkedRenewal();
    server.clock.wallMs += DAY_MS;
    expectProblem(await reveal(server, link), 410, "LINK_EXPIRED");
    server.clock.wallMs -= 3 * DAY_MS;
    expectProblem(await reveal(server, link), 410, "LINK_EXPIRED");
    // One that is made now lasts its whole day.
    const next = await linkedKey();
    server.clock.wallMs += 3 * DAY_MS;
    expect((await reveal(server, next)).status).toBe(200);
  });
});

describe("a first token whose link ends unopened", () => {
  it.each(["void", "expired"])("(%s) leaves the key without one, which a renewal mends", async (state) => {
    const link = await linkedKey();
    const { id, key } = link;
    await admit(server, "host", key);
    if (state === "void") await voidLink(id);
    else server.clock.wallMs += DAY_MS;
    await server.expireLinks();
    expect(await tokensOf(server, "acme", key)).toStrictEqual([]);
    expect(await linksOf(server, "acme", key)).toMatchObject([{ state }]);
    const said = state === "void" ? "token-link.voided" : "token-link.expired";
    expect((await logged("acme", key)).at(-1)).toMatchObject({ action: said, after: { keyHasToken: false } });

    const mended = await renew(server, "acme", key, { tokenDelivery: "link", oldToken: "now" });
    expect(mended.tokens).toMatchObject([{ state: "current", link: { id: mended.tokenLink?.id } }]);
    const { token } = (await reveal(server, linkOf(mended))).body;
    expect(await works(key, token)).toBe(true);
    expect(await actions("host", key)).toStrictEqual(["external-key.added", "key.renewed"]);
    expect(await actions("acme", key)).not.toContain("key.renewal-completed");
    expect((await renew(server, "acme", key)).tokens).toHaveLength(2);
  });
});

describe("ending what has expired", () => {
  it("happens once for each link, also where two nodes come by at once, and beyond one look at the database", async () => {
    await server.expireLinks();
    const links = [];
    for (let n = 0; n < 3; n++) links.push(await linkedKey());
    server.clock.wallMs += DAY_MS;
    const counts = await Promise.all([server.expireLinks(), server.expireLinks()]);
    expect(counts[0] + counts[1]).toBe(3);
    expect(await server.expireLinks()).toBe(0);
    for (const { key } of links) {
      expect(await actions("acme", key)).toStrictEqual(["key.generated", "token-link.expired"]);
    }
  });
});
