import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isSecret } from "@latchkey/sdk/credential-format";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import type { Schema } from "../../../storage/schema.ts";
import { createTestDatabase, engineNames } from "../../../storage/test-database.ts";
import { createTestServer, type Credentials, START_MS, TEST_ORIGIN, type TestServer } from "../../../test-server.ts";
import {
  addAccounts,
  addKey,
  addKeyWith,
  addRole,
  addUser,
  expectProblem,
  type ListOf,
  revisionOf,
  signIn,
} from "../../test-fixtures.ts";
import {
  actionsOf,
  addLinkedKey,
  addLinkedRenewal,
  linkOf,
  linksOf,
  logOf,
  renew,
  type RenewedKey,
  reveal,
  tokensOf,
  works as opens,
} from "../../test-tokens.ts";

const DAY_MS = 24 * 3_600_000;
const WRONG_SECRET = "lkl_000000000000000000000000000000000000000000231qIRl";

let folder: string;
let server: TestServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "latchkey-console-"));
  await writeFile(join(folder, "index.html"), "<!doctype html><title>Latchkey</title>");
  server = await createTestServer({ consoleFolder: folder });
  await addAccounts(server, "acme", "host", "other");
});

afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const voidLink = (id: string) => server.call("DELETE", `/v1/token-links/${id}`);

const works = (key: string, token: string | undefined) => opens(server, "acme", key, token);
const logged = (account: string, key: string) => logOf(server, account, key);
const actions = (account: string, key: string) => actionsOf(server, account, key);
const linkedKey = () => addLinkedKey(server, "acme");
const linkedRenewal = (oldToken?: "later" | "now") => addLinkedRenewal(server, "acme", oldToken);

describe("a one-time link", () => {
  it("answers as the contract words it, with what opens it behind the # alone", async () => {
    const answer = await server.call<RenewedKey & { key: string }>("POST", "/v1/accounts/acme/api-keys", {
      body: { name: "ERP", roles: [], tokenDelivery: "link" },
    });
    expect(answer.status).toBe(201);
    const { id = "", url = "", expiresAt } = answer.body.tokenLink ?? {};
    const [page, secret = ""] = url.split("#");
    expect(page).toBe(`${TEST_ORIGIN}/credentials/${id}`);
    expect(isSecret(secret, "lkl_")).toBe(true);
    expect(expiresAt).toBe(new Date(START_MS + DAY_MS).toISOString());
    expect(answer.body.token).toBeUndefined();
    expect(answer.text).not.toContain("lkt_");
    expect(answer.headers).toMatchObject({ "cache-control": "no-store", "referrer-policy": "no-referrer" });
    const { key } = answer.body;
    expect(await tokensOf(server, "acme", key)).toMatchObject([{ state: "current", link: { id, expiresAt } }]);
    const listed = await server.call<ListOf<object>>("GET", `/v1/accounts/acme/token-links?key=${key}`);
    expect(listed.body).toStrictEqual({
      items: [
        {
          id,
          key,
          purpose: "first",
          state: "waiting",
          createdAt: new Date(START_MS).toISOString(),
          createdBy: { kind: "operator", id: "operator", name: "Operator" },
          expiresAt,
          openedAt: null,
          openedFrom: null,
          reopenedAt: null,
          reopenings: 0,
        },
      ],
      nextCursor: null,
      total: 1,
    });
    for (const path of [`/v1/accounts/acme/api-keys/${key}`, `/v1/accounts/acme/audit-events?target=${key}`]) {
      expect((await server.call("GET", path)).text).not.toContain(secret);
    }
    expect(await logged("acme", key)).toMatchObject([{ after: { tokenDelivery: "link", link: id } }]);
  });

  describe("rule 7: whoever made it answers for it until it is opened", () => {
    const keysOf = "/v1/accounts/acme/api-keys";
    const make = async (as: Credentials, role: string) => {
      const body = { name: "ERP", roles: [role], tokenDelivery: "link" };
      const made = await server.call<RenewedKey & { key: string }>("POST", keysOf, { as, body });
      expect(made.status).toBe(201);
      return { key: made.body.key, ...linkOf(made.body) };
    };

    it("so that who was removed opens nothing, and the key has no token that works", async () => {
      const maker = await addUser(server, "acme", ["owner"]);
      // An owner has to stay (rule 14).
      await addUser(server, "acme", ["owner"]);
      const link = await make(await signIn(server, maker), "owner");
      expect((await server.call("DELETE", `/v1/accounts/acme/users/${maker.id}`)).status).toBe(204);
      const revision = await revisionOf(server);
      expectProblem(await reveal(server, link), 409, "LINK_NOT_BACKED");
      expect(await revisionOf(server)).toBe(revision);
      expect(await linksOf(server, "acme", link.key)).toMatchObject([{ state: "waiting" }]);
      // A wrong secret learns nothing of it.
      expectProblem(await reveal(server, { ...link, secret: WRONG_SECRET }), 404, "UNKNOWN_LINK");
    });

    it("nor who lost what they made it by, or lacks what the key can do by now, until they have it again", async () => {
      const [role, more] = [
        await addRole(server, "acme", ["account.edit-api-keys"]),
        await addRole(server, "acme", []),
      ];
      const maker = await addUser(server, "acme", [role]);
      const link = await make(await signIn(server, maker), more);
      const setRoles = (roles: string[]) =>
        server.call("PATCH", `/v1/accounts/acme/users/${maker.id}`, { body: { roles } });
      await setRoles([]);
      expectProblem(await reveal(server, link), 409, "LINK_NOT_BACKED");
      await setRoles([role]);
      await server.call("PATCH", `${keysOf}/${link.key}`, { body: { roles: ["owner"] } });
      expectProblem(await reveal(server, link), 409, "LINK_NOT_BACKED");
      await server.call("PATCH", `${keysOf}/${link.key}`, { body: { roles: [more] } });
      expect((await reveal(server, link)).status).toBe(200);
    });

    it("as of a renewal, whose old token goes on working", async () => {
      const maker = await addKey(server, "acme", ["owner"]);
      const { key, token } = await addKey(server, "acme");
      const answer = await server.call<RenewedKey>("POST", `${keysOf}/${key}/renewal`, {
        as: maker,
        body: { tokenDelivery: "link", oldToken: "now" },
      });
      await server.call("PATCH", `${keysOf}/${maker.key}`, { body: { status: "inactive" } });
      expectProblem(await reveal(server, linkOf(answer.body)), 409, "LINK_NOT_BACKED");
      expect(await works(key, token)).toBe(true);
      await server.call("PATCH", `${keysOf}/${maker.key}`, { body: { status: "active" } });
      expect((await reveal(server, linkOf(answer.body))).status).toBe(200);
      expect(await works(key, token)).toBe(false);
    });

    it("and waits while the account is suspended", async () => {
      const maker = await addKey(server, "other", ["owner"]);
      const body = { name: "ERP", roles: [], tokenDelivery: "link" };
      const made = await server.call<RenewedKey>("POST", "/v1/accounts/other/api-keys", { as: maker, body });
      const setStatus = (status: string) => server.call("PATCH", "/v1/accounts/other", { body: { status } });
      await setStatus("suspended");
      expectProblem(await reveal(server, linkOf(made.body)), 403, "ACCOUNT_SUSPENDED");
      await setStatus("active");
      expect((await reveal(server, linkOf(made.body))).status).toBe(200);
    });
  });

  it("rule 3: gives the token to whoever opens it, from when on it works", async () => {
    const link = await linkedKey();
    const revealed = await reveal(server, link, "203.0.113.7");
    expect(revealed.status).toBe(200);
    expect(revealed.headers).toMatchObject({ "cache-control": "no-store", "referrer-policy": "no-referrer" });
    expect(Object.keys(revealed.body).toSorted()).toStrictEqual(["key", "token"]);
    expect(revealed.body.key).toBe(link.key);
    expect(await works(link.key, revealed.body.token)).toBe(true);
    expect(await tokensOf(server, "acme", link.key)).toMatchObject([{ state: "current", link: null }]);
    expect(await linksOf(server, "acme", link.key)).toMatchObject([
      { state: "opened", openedAt: new Date(server.clock.wallMs).toISOString(), openedFrom: "203.0.113.7" },
    ]);
    expect((await logged("acme", link.key)).at(-1)).toMatchObject({
      action: "token-link.opened",
      actor: { kind: "link", id: link.id },
      after: { link: link.id, purpose: "first" },
      ip: "203.0.113.7",
    });
  });

  it("is left unread by 1,000 GETs and HEADs of its page: chats and scanners open links", async () => {
    const { id, key, secret } = await linkedKey();
    const before = await revisionOf(server);
    const url = `/credentials/${id}`;
    for (let n = 0; n < 500; n++) {
      // Some say that they want a page, others nothing.
      const accept = n % 2 === 0 ? "text/html,*/*" : "*/*";
      for (const method of ["GET", "HEAD"] as const) {
        const answer = await server.app.inject({ method, url, headers: { accept } });
        expect(answer.statusCode).toBe(n % 2 === 0 ? 200 : 404);
        expect(answer.headers).toMatchObject({ "cache-control": "no-store", "referrer-policy": "no-referrer" });
      }
    }
    for (const method of ["GET", "HEAD"] as const) {
      expect((await server.app.inject({ method, url: `/v1/token-links/${id}/reveal` })).statusCode).toBe(404);
    }
    expect(await revisionOf(server)).toBe(before);
    expect(await linksOf(server, "acme", key)).toMatchObject([{ state: "waiting" }]);
    expect((await reveal(server, { id, secret })).status).toBe(200);
  });

  it("says the same of a wrong secret, an unknown link and what is none, and spends nothing on it", async () => {
    const link = await linkedKey();
    const other = await linkedKey();
    expect(isSecret(WRONG_SECRET, "lkl_")).toBe(true);
    const before = await revisionOf(server);
    const unknownId = "00000000-0000-4000-8000-000000000000";
    const tries = [
      { id: link.id, secret: WRONG_SECRET },
      { id: link.id, secret: other.secret },
      { id: unknownId, secret: link.secret },
      { id: unknownId, secret: WRONG_SECRET },
      { id: link.id, secret: "" },
      { id: link.id, secret: `${link.secret} ` },
      { id: link.id, secret: link.secret.toLowerCase() },
      { id: link.id, secret: link.secret.replace("lkl_", "lkt_") },
      { id: link.id, secret: link.secret.slice(0, -1) },
    ];
    const answers = new Set<string>();
    for (const one of tries) {
      const answer = await reveal(server, one);
      answers.add(JSON.stringify({ ...expectProblem(answer, 404, "UNKNOWN_LINK"), requestId: "" }));
    }
    expect(answers.size).toBe(1);
    expect(await revisionOf(server)).toBe(before);
    expect((await reveal(server, link)).status).toBe(200);
  });

  it("says when it was opened to whoever comes after, and its maker that somebody did: once, then counted", async () => {
    const link = await linkedKey();
    await reveal(server, link);
    const openedAt = new Date(server.clock.wallMs).toISOString();
    server.clock.wallMs += 1_000;
    const before = await revisionOf(server);
    for (let n = 0; n < 5; n++) expect(expectProblem(await reveal(server, link), 410, "LINK_USED").at).toBe(openedAt);
    expect(await revisionOf(server)).toBe(before + 1);
    const reopenedAt = new Date(server.clock.wallMs).toISOString();
    expect(await linksOf(server, "acme", link.key)).toMatchObject([
      { state: "opened", openedAt, reopenedAt, reopenings: 5 },
    ]);
    const reopened = (await logged("acme", link.key)).filter(({ action }) => action === "token-link.reopened");
    expect(reopened).toMatchObject([{ actor: { kind: "link", id: link.id }, ip: "127.0.0.1" }]);
    // A wrong secret is told nothing, also of one that was opened.
    expectProblem(await reveal(server, { ...link, secret: WRONG_SECRET }), 404, "UNKNOWN_LINK");
  });

  it("keeps no token once it was opened or has ended", async () => {
    const [opened, ended] = [await linkedKey(), await linkedKey()];
    expect((await server.store.reads.tokenLinks.find(ended.id))?.sealedToken).toBeInstanceOf(Uint8Array);
    await reveal(server, opened);
    await voidLink(ended.id);
    for (const { id } of [opened, ended]) {
      expect((await server.store.reads.tokenLinks.find(id))?.sealedToken).toBeNull();
    }
  });

  it("is limited by the network that guesses come from, and not by who comes with the right secret", async () => {
    const limited = await createTestServer({ realLimits: true });
    onTestFinished(() => limited.close());
    await addAccounts(limited, "acme");
    const link = await addLinkedKey(limited, "acme");
    const guess = { ...link, secret: WRONG_SECRET };
    for (let n = 0; n < 60; n++) expectProblem(await reveal(limited, guess, "203.0.113.9"), 404, "UNKNOWN_LINK");
    const refused = await reveal(limited, link, "203.0.113.9");
    expectProblem(refused, 429, "TOO_MANY_ATTEMPTS");
    expect(Number(refused.headers["retry-after"])).toBeGreaterThan(0);
    expect((await reveal(limited, link, "203.0.113.10")).status).toBe(200);
    for (let n = 0; n < 100; n++) expectProblem(await reveal(limited, link, "203.0.113.10"), 410, "LINK_USED");
  });
});

describe.each(engineNames)("on %s", (name) => {
  it("of 200 who open a link at once, one gets the token", async () => {
    const engine = await (await createTestDatabase(name)).open<Schema>();
    const own = await createTestServer({ engine, realLimits: true });
    onTestFinished(() => own.close());
    await addAccounts(own, "acme");
    const { key, token } = await addKey(own, "acme");
    const link = linkOf(await renew(own, "acme", key, { tokenDelivery: "link", oldToken: "now" }));
    const answers = await Promise.all(Array.from({ length: 200 }, () => reveal(own, link)));
    const winners = answers.filter(({ status }) => status === 200);
    expect(winners).toHaveLength(1);
    for (const answer of answers) if (answer.status !== 200) expectProblem(answer, 410, "LINK_USED");
    const isValid = (one: string | undefined) => opens(own, "acme", key, one);
    expect([await isValid(token), await isValid(winners[0]?.body.token)]).toStrictEqual([false, true]);
    expect(await linksOf(own, "acme", key)).toMatchObject([{ state: "opened", reopenings: 199 }]);
    const names = await actionsOf(own, "acme", key);
    expect(names.filter((action) => action === "token-link.opened")).toHaveLength(1);
    expect(names.filter((action) => action === "key.renewal-completed")).toHaveLength(1);
    expect(names.filter((action) => action === "token-link.reopened")).toHaveLength(1);
  });
});

describe("the key behind a link", () => {
  it("takes the link with it when it is deleted", async () => {
    const link = await linkedKey();
    await server.call("DELETE", `/v1/accounts/acme/api-keys/${link.key}`);
    expectProblem(await reveal(server, link), 410, "LINK_VOID");
    expectProblem(await voidLink(link.id), 410, "LINK_VOID");
    expect(await linksOf(server, "acme", link.key)).toMatchObject([{ state: "void" }]);
    expect((await actions("acme", link.key)).slice(-2)).toStrictEqual(["token-link.voided", "key.deleted"]);
  });

  it("may be inactive when it is opened", async () => {
    const link = await linkedKey();
    const url = `/v1/accounts/acme/api-keys/${link.key}`;
    await server.call("PATCH", url, { body: { status: "inactive" } });
    const { token } = (await reveal(server, link)).body;
    expect(await works(link.key, token)).toBe(false);
    await server.call("PATCH", url, { body: { status: "active" } });
    expect(await works(link.key, token)).toBe(true);
  });
});

describe("voiding", () => {
  it("is refused once the link has been opened or has ended", async () => {
    const [used, gone] = [await linkedKey(), await linkedKey()];
    await reveal(server, used);
    expect(expectProblem(await voidLink(used.id), 410, "LINK_USED").at).toBeDefined();
    expect((await voidLink(gone.id)).status).toBe(204);
    expectProblem(await voidLink(gone.id), 410, "LINK_VOID");
  });

  it("asks for what making the link asked for", async () => {
    const renewer = await addKeyWith(server, "acme", "account.renew-api-token");
    const editor = await addKeyWith(server, "acme", "account.edit-api-keys");
    const as = (who: typeof renewer, id: string) => server.call("DELETE", `/v1/token-links/${id}`, { as: who });
    const first = await linkedKey();
    const { link } = await linkedRenewal();
    const before = await revisionOf(server);
    expect(expectProblem(await as(renewer, first.id), 403, "FORBIDDEN").resource).toBe("account.edit-api-keys");
    expect(expectProblem(await as(editor, link.id), 403, "FORBIDDEN").resource).toBe("account.renew-api-token");
    expect(await revisionOf(server)).toBe(before);
    expect((await as(editor, first.id)).status).toBe(204);
    expect((await as(renewer, link.id)).status).toBe(204);
  });

  it("finds no link in an account that isn't the caller's, nor one that isn't there: one answer", async () => {
    const stranger = await addKey(server, "other", ["owner"]);
    const person = await signIn(server, await addUser(server, "other", ["owner"]));
    const { id, key, secret } = await linkedKey();
    const before = await revisionOf(server);
    for (const as of [stranger, person]) {
      const answers = new Set<string>();
      for (const each of [id, "00000000-0000-4000-8000-000000000000", "__proto__"]) {
        const answer = await server.call("DELETE", `/v1/token-links/${each}`, { as });
        answers.add(JSON.stringify({ ...expectProblem(answer, 404, "UNKNOWN_LINK"), requestId: "" }));
      }
      expect(answers.size).toBe(1);
      const list = await server.call<ListOf<object>>("GET", `/v1/accounts/other/token-links?key=${key}`, { as });
      expect(list.body).toMatchObject({ total: 0, items: [] });
    }
    expectProblem(await voidLink("00000000-0000-4000-8000-000000000000"), 404, "UNKNOWN_LINK");
    expect(await revisionOf(server)).toBe(before);
    expect((await reveal(server, { id, secret })).status).toBe(200);
  });
});
