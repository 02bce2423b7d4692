import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { addressOf, ROOT, runLatchkey } from "../support/latchkey.ts";
import { createPostgresDatabase } from "../support/postgres.ts";
import type { Program } from "../support/program.ts";

const OPERATOR_TOKEN = "operator-token-of-a-full-pass-0123456789";

interface Reply {
  readonly status: number;
  readonly body: unknown;
}

interface Credentials {
  readonly key: string;
  readonly token: string;
}

/** An empty database of this test's own, as the environment names it. */
async function emptyDatabase(engine: "embedded" | "postgres"): Promise<Record<string, string>> {
  if (engine === "embedded") return {};
  const database = await createPostgresDatabase();
  onTestFinished(() => database.drop());
  return { LATCHKEY_DATABASE_URL: database.url };
}

async function serve(folder: string, environment: Record<string, string>): Promise<{ url: string; program: Program }> {
  const catalog = join(ROOT, "packages/server/catalogs/commerce.json");
  const own = { LATCHKEY_OPERATOR_TOKEN: OPERATOR_TOKEN, LATCHKEY_CATALOG: catalog };
  const program = runLatchkey(["serve"], { ...own, ...environment }, folder);
  onTestFinished(async () => void (await program.stop()));
  expect(await program.printed("Latchkey listens on"), program.output).toBe(true);
  return { program, url: await addressOf(program) };
}

async function send(method: string, url: string, headers: Record<string, string>, body?: unknown): Promise<Reply> {
  const answer = await fetch(url, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { "content-type": "application/json" }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === "" ? undefined : JSON.parse(text) };
}

const asKey = ({ key, token }: Credentials) => ({ "x-api-key": key, "x-api-token": token });

describe.each(["embedded", "postgres"] as const)("a partner's key, by API alone, on the %s database", (engine) => {
  test("opens in the host what the host gave it, until somebody takes it back", async () => {
    const folder = await mkdtemp(join(tmpdir(), "latchkey-pass-"));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const environment = await emptyDatabase(engine);
    const { program, url } = await serve(folder, environment);
    const operator = { authorization: `Bearer ${OPERATOR_TOKEN}` };
    const make = async <Body = unknown>(path: string, body: object, headers: Record<string, string> = operator) => {
      const reply = await send("POST", `${url}${path}`, headers, body);
      expect(reply).toMatchObject({ status: 201 });
      return reply.body as Body;
    };

    for (const name of ["store", "partner", "third"]) await make("/v1/accounts", { name, displayName: `The ${name}` });
    // Who acts for the two accounts: keys of their own with everything there.
    const administrator = (account: string) =>
      make<Credentials>(`/v1/accounts/${account}/api-keys`, { name: "Administration", roles: ["owner"] });
    const store = asKey(await administrator("store"));
    const partner = asKey(await administrator("partner"));
    const service = await make<{ token: string }>("/v1/service-keys", { name: "Orders API" });

    const { key, token } = await make<Credentials>(
      "/v1/accounts/partner/api-keys",
      { name: "Sellers' integration", roles: [] },
      partner,
    );
    const own = `${url}/v1/accounts/partner/api-keys/${key}`;
    const admission = `${url}/v1/accounts/store/external-keys/${key}`;
    const verify = async (account: string, resource: string) => {
      const question = { account, key, token, resource };
      const reply = await send("POST", `${url}/v1/verify`, { authorization: `Bearer ${service.token}` }, question);
      expect(reply.status).toBe(200);
      return (reply.body as { code: string }).code;
    };

    expect(await verify("store", "oms.view-order")).toBe("NOT_ADMITTED");
    const lookUp = await send("GET", `${url}/v1/accounts/store/external-keys/lookup?key=${key}`, store);
    expect(lookUp.body).toMatchObject({
      owner: { account: "partner", displayName: "The partner" },
      alreadyAdded: false,
    });
    const admit = { key, name: "The partner", roles: ["oms-read-only"] };
    await make("/v1/accounts/store/external-keys", admit, store);

    // Exactly that role's resources, of all in the catalog, and nothing elsewhere.
    const catalog = (await send("GET", `${url}/v1/resources`, store)).body as {
      products: { categories: { resources: { key: string }[] }[] }[];
    };
    const resources = catalog.products
      .flatMap((product) => product.categories.flatMap((category) => category.resources))
      .map((resource) => resource.key);
    const { items } = (await send("GET", `${url}/v1/accounts/store/roles?search=oms-read-only`, store)).body as {
      items: { id: string; resources: string[] }[];
    };
    const given = new Set(items.find((role) => role.id === "oms-read-only")?.resources);
    expect(given.size).toBeGreaterThan(0);
    expect(resources.length).toBeGreaterThan(given.size);
    for (const resource of resources) {
      expect(await verify("store", resource), resource).toBe(given.has(resource) ? "VALID" : "RESOURCE_DENIED");
    }
    expect(await verify("third", "oms.view-order")).toBe("NOT_ADMITTED");
    expect(await verify("partner", "oms.view-order")).toBe("RESOURCE_DENIED");

    // The owner deactivates it, and takes that back.
    expect((await send("PATCH", own, partner, { status: "inactive" })).status).toBe(200);
    expect(await verify("store", "oms.view-order")).toBe("KEY_INACTIVE");
    expect((await send("GET", admission, store)).body).toMatchObject({ statusReason: "owner-deactivated" });
    expect((await send("PATCH", own, partner, { status: "active" })).status).toBe(200);
    expect(await verify("store", "oms.view-order")).toBe("VALID");

    // The host removes it, and adds it again.
    expect((await send("DELETE", admission, store)).status).toBe(204);
    expect(await verify("store", "oms.view-order")).toBe("NOT_ADMITTED");
    await make("/v1/accounts/store/external-keys", admit, store);
    expect(await verify("store", "oms.view-order")).toBe("VALID");

    // The owner deletes it: for ever, after a restart too.
    expect((await send("DELETE", own, partner)).status).toBe(204);
    expect(await verify("store", "oms.view-order")).toBe("INVALID_CREDENTIALS");
    const again = await send("POST", `${url}/v1/accounts/third/external-keys`, operator, { ...admit, roles: [] });
    expect(again).toMatchObject({ status: 404, body: { code: "UNKNOWN_KEY" } });
    expect(await program.stop()).toBe(0);

    const restarted = await serve(folder, environment);
    const after = await send("GET", `${restarted.url}/v1/accounts/store/external-keys/${key}`, store);
    expect(after.body).toMatchObject({ status: "inactive", statusReason: "owner-deleted" });
    const logged = async () => {
      const query = `target=${key}&sort=sequence`;
      const log = await send("GET", `${restarted.url}/v1/accounts/store/audit-events?${query}`, store);
      const { items: events } = log.body as { items: { action: string; actor: { kind: string } }[] };
      return events.map(({ action, actor }) => `${action} by ${actor.kind}`);
    };
    // Rule 11: within five seconds, whatever happened in between.
    await expect
      .poll(logged, { timeout: 5_000 })
      .toStrictEqual([
        "external-key.added by key",
        "key.deactivated by account",
        "key.activated by account",
        "external-key.removed by key",
        "external-key.added by key",
        "key.deleted by account",
      ]);
    for (const { output } of [program, restarted.program]) {
      for (const secret of [token, service.token, OPERATOR_TOKEN, store["x-api-token"]]) {
        expect(output).not.toContain(secret);
      }
    }
  });
});
