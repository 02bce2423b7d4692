import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { createPlace, MACHINE } from "../commands/test-installation.ts";
import { secretStatus } from "../commands/secret-status.ts";
import {
  addAccounts,
  addKey,
  addUser,
  admit,
  beginReset,
  cookieOf,
  invite,
  PASSWORD,
  signIn,
} from "../http/test-fixtures.ts";
import { codeOf, turnOnTwoFactor } from "../http/test-two-factor.ts";
import { addLinkedKey, reveal, works } from "../http/test-tokens.ts";
import { ServerSecret } from "./server-secret.ts";
import { engineNames } from "../storage/test-database.ts";
import type { SendWebhook } from "../usecases/deliver-webhooks.ts";
import { SERVER_SECRET, TEST_ORIGIN, type TestServer } from "../test-server.ts";

const NEXT = "the-next-secret-of-the-tests-0123456789";
const THIRD = "the-third-secret-of-the-tests-0123456789";

async function statusOf(place: Awaited<ReturnType<typeof createPlace>>, secret: string, previousSecret: string) {
  const lines: string[] = [];
  const status = await secretStatus(
    { ...place.config, secret, previousSecret },
    MACHINE,
    (line) => void lines.push(line),
  );
  return { isDone: !status.needed, text: lines.join("\n") };
}

async function isIntact(server: TestServer, account: string): Promise<unknown> {
  const url = `/v1/accounts/${account}/audit-events/verification`;
  return (await server.call("POST", url, { body: {} })).body;
}

describe.each(engineNames)("a new server secret on %s", (name) => {
  test("is refused without the one before; with it everything works, and moves over as it is used", async () => {
    const place = await createPlace(name);
    const before = await place.serve();
    await addAccounts(before, "acme", "farma");
    const used = await addKey(before, "farma");
    const unused = await addKey(before, "farma");
    await admit(before, "acme", used.key);
    const { body: service } = await before.call<{ token: string }>("POST", "/v1/service-keys", {
      body: { name: "orders" },
    });
    await before.close();
    await expect(place.serve({ secret: NEXT })).rejects.toThrow(/not the secret/);

    const rotating = await place.serve({ secret: NEXT, previousSecret: SERVER_SECRET });
    const asService = (server: TestServer) =>
      server.call("POST", "/v1/verify", { as: { bearer: service.token }, body: { account: "farma", ...used } });
    expect((await asService(rotating)).body).toMatchObject({ valid: true });
    expect(await works(rotating, "farma", used.key, unused.token)).toBe(false);
    await rotating.moveDigests();
    // From the directory as it is now.
    expect((await asService(rotating)).body).toMatchObject({ valid: true });
    const waiting = await statusOf(place, NEXT, SERVER_SECRET);
    expect(waiting.isDone).toBe(false);
    expect(waiting.text).toContain("1 tokens of keys");
    expect(waiting.text).toContain("1 of these, tokens that were never used");
    await rotating.close();

    const after = await place.serve({ secret: NEXT });
    expect((await asService(after)).body).toMatchObject({ valid: true });
    expect(await works(after, "acme", used.key, used.token)).toBe(true);
    expect(await works(after, "farma", unused.key, unused.token)).toBe(false);
  });

  test("leaves digests that came with imported keys as they are: no secret of ours made them", async () => {
    const place = await createPlace(name);
    const before = await place.serve();
    await addAccounts(before, "farma");
    const [key, token] = ["vtexappkey-farma-ABCDEF", "TOKEN-OF-ANOTHER-SERVICE"];
    const tokenSha256 = createHash("sha256").update(token).digest("hex");
    const keys = [{ account: "farma", key, name: "Moved", roles: [], tokenSha256 }];
    expect((await before.call("POST", "/v1/api-keys/import", { body: { keys } })).status).toBe(200);
    await before.close();
    expect((await statusOf(place, NEXT, SERVER_SECRET)).text).toContain("Nothing waits");
    await (await place.serve({ secret: NEXT, previousSecret: SERVER_SECRET })).close();
    const after = await place.serve({ secret: NEXT });
    expect(await works(after, "farma", key, token)).toBe(true);
    await after.moveDigests();
    await after.close();
    // From now on it is one of ours.
    expect((await statusOf(place, THIRD, NEXT)).text).toContain("1 tokens of keys");
    const rotated = await place.serve({ secret: THIRD, previousSecret: NEXT });
    expect(await works(rotated, "farma", key, token)).toBe(true);
    await rotated.moveDigests();
    expect((await statusOf(place, THIRD, NEXT)).text).toContain("Nothing waits");
  });

  test("moves nothing that a change has replaced meanwhile", async () => {
    const place = await createPlace(name);
    const before = await place.serve();
    await addAccounts(before, "farma");
    const { key, token } = await addKey(before, "farma");
    await before.close();
    const rotating = await place.serve({ secret: NEXT, previousSecret: SERVER_SECRET });
    expect(await works(rotating, "farma", key, token)).toBe(true);
    const url = `/v1/accounts/farma/api-keys/${key}/renewal`;
    const renewed = await rotating.call<{ token: string }>("POST", url, { body: { oldToken: "now" } });
    await rotating.moveDigests();
    expect(await works(rotating, "farma", key, token)).toBe(false);
    expect(await works(rotating, "farma", key, renewed.body.token)).toBe(true);
    expect((await statusOf(place, NEXT, SERVER_SECRET)).text).toContain("Nothing waits");
  });

  test("leaves links, invitations and repeats working; and logs whole, also once it is the only one", async () => {
    const place = await createPlace(name);
    const before = await place.serve();
    await addAccounts(before, "farma");
    const link = await addLinkedKey(before, "farma");
    const invitation = await invite(before, "farma");
    const reset = await beginReset(before, "farma", (await addUser(before, "farma", [])).id);
    const repeat = (server: TestServer) =>
      server.call<{ key: string }>("POST", "/v1/accounts/farma/api-keys", {
        headers: { "idempotency-key": "once" },
        body: { name: "Once", roles: [] },
      });
    const first = await repeat(before);
    await before.close();

    const waiting = async () => (await statusOf(place, NEXT, SERVER_SECRET)).text;
    expect(await waiting()).toContain("1 one-time links that wait to be opened");
    expect(await waiting()).toContain("1 invitations that wait to be accepted");
    expect(await waiting()).toContain("1 links to a new password that wait to be used");
    const rotating = await place.serve({ secret: NEXT, previousSecret: SERVER_SECRET });
    expect((await repeat(rotating)).body).toMatchObject({ key: first.body.key, secretOmitted: true });
    const revealed = await reveal(rotating, link);
    expect(revealed.status).toBe(200);
    expect(await works(rotating, "farma", link.key, revealed.body.token)).toBe(true);
    const joined = await rotating.call("POST", `/v1/invitations/${invitation.id}/look-up`, {
      as: null,
      body: { secret: invitation.secret },
    });
    expect(joined.status).toBe(200);
    const used = await rotating.call("POST", `/v1/password-resets/${reset.id}/use`, {
      as: null,
      body: { secret: reset.secret, password: "a password of her own" },
    });
    expect(used.status).toBe(204);
    expect(await waiting()).not.toContain("links to a new password");
    expect(await isIntact(rotating, "farma")).toMatchObject({ intact: true });
    await rotating.close();
    const second = await place.serve({ secret: THIRD, previousSecret: NEXT });
    await addKey(second, "farma");
    expect(await isIntact(second, "farma")).toMatchObject({ intact: true });
    await second.close();
    expect(await isIntact(await place.serve({ secret: THIRD }), "farma")).toMatchObject({ intact: true });
  });

  test("leaves second factors and recovery codes working; the former need the one before no more", async () => {
    const place = await createPlace(name);
    const before = await place.serve();
    await addAccounts(before, "farma");
    const person = await addUser(before, "farma", ["owner"]);
    const { recoveryCodes, secret } = await turnOnTwoFactor(before, await signIn(before, person));
    await before.close();
    const signInBy = async (server: TestServer, code: string) => {
      const headers = { origin: TEST_ORIGIN };
      const body = { email: person.email, password: PASSWORD };
      const pending = await server.call("POST", "/v1/session", { as: null, headers, body });
      const as = { cookie: cookieOf(pending) };
      return (await server.call("POST", "/v1/session/two-factor", { as, body: { code } })).status;
    };
    const rotating = await place.serve({ secret: NEXT, previousSecret: SERVER_SECRET });
    expect(await signInBy(rotating, recoveryCodes[0] ?? "")).toBe(200);
    expect(await signInBy(rotating, recoveryCodes[0] ?? "")).toBe(401);
    expect(await signInBy(rotating, codeOf(rotating, secret, 1))).toBe(200);
    await rotating.moveDigests();
    const waiting = await statusOf(place, NEXT, SERVER_SECRET);
    expect(waiting.text).toContain("1 people with recovery codes");
    expect(waiting.text).not.toContain("second factors");
    await rotating.close();
    const after = await place.serve({ secret: NEXT });
    after.clock.wallMs += 60_000;
    expect(await signInBy(after, codeOf(after, secret))).toBe(200);
    expect(await signInBy(after, recoveryCodes[1] ?? "")).toBe(401);
  });

  test("seals the secrets of webhooks anew, also the one before that still signs", async () => {
    const place = await createPlace(name);
    const before = await place.serve();
    await addAccounts(before, "farma");
    const url = "/v1/accounts/farma/webhooks";
    const { body } = await before.call<{ id: string }>("POST", url, { body: { url: "https://hooks.example.com/in" } });
    await before.call("POST", `${url}/${body.id}/secret`, { body: { overlapHours: 24 } });
    await before.close();
    const rotating = await place.serve({ secret: NEXT, previousSecret: SERVER_SECRET });
    await rotating.moveDigests();
    expect((await statusOf(place, NEXT, SERVER_SECRET)).isDone).toBe(true);
    await rotating.close();
    const after = await place.serve({ secret: NEXT });
    const [found] = await after.store.digests.webhookSecretsUnder(new ServerSecret(NEXT).id);
    expect(found?.before).toBeDefined();
  });

  test("leaves a webhook's secret signing that is replaced while it lies under another than the node's", async () => {
    const place = await createPlace(name);
    const sent: (readonly string[])[] = [];
    const sendWebhook: SendWebhook = ({ secrets }) => {
      sent.push(secrets);
      return Promise.resolve({ status: 204, problem: null });
    };
    const old = await place.serve({ secret: SERVER_SECRET, previousSecret: NEXT, sendWebhook });
    const next = await place.serve({ secret: NEXT, previousSecret: SERVER_SECRET, sendWebhook });
    await addAccounts(old, "farma");
    await next.follower.poll();
    // What each does at its start is done.
    await Promise.all([old.moveDigests(), next.moveDigests()]);
    const url = "/v1/accounts/farma/webhooks";
    const body = { url: "https://hooks.example.com/in" };
    const first = await next.call<{ id: string; secret: string }>("POST", url, { body });
    const { id } = first.body;
    const rotation = { body: { overlapHours: 24 } };
    const second = await old.call<{ secret: string }>("POST", `${url}/${id}/secret`, rotation);
    await old.call("POST", `${url}/${id}/test`);
    // Whichever of them takes it.
    await Promise.all([old.deliverWebhooks(), next.deliverWebhooks()]);
    expect(sent).toEqual([[second.body.secret, first.body.secret]]);
  });

  test("may be taken back, and be there on some nodes while others have the one before", async () => {
    const place = await createPlace(name);
    const old = await place.serve({ secret: SERVER_SECRET, previousSecret: NEXT });
    await addAccounts(old, "farma");
    const ofOld = await addKey(old, "farma");
    const next = await place.serve({ secret: NEXT, previousSecret: SERVER_SECRET });
    const ofNext = await addKey(next, "farma");
    await old.follower.poll();
    await next.follower.poll();
    for (const server of [old, next]) {
      for (const { key, token } of [ofOld, ofNext]) expect(await works(server, "farma", key, token)).toBe(true);
      await server.moveDigests();
      expect(await isIntact(server, "farma")).toMatchObject({ intact: true });
    }
  });
});
