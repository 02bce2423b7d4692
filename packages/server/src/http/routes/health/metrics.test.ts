import { readFile } from "node:fs/promises";
import { collectDefaultMetrics } from "prom-client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestServer, OPERATOR_TOKEN, TEST_ORIGIN, type TestServer } from "../../../test-server.ts";
import { addAccounts, addKey, admit, expectProblem, type KeyCredentials, loadCatalog } from "../../test-fixtures.ts";
import { LOST_TOKEN } from "../../test-mutations.ts";

const EXPOSED = /^(?<name>\w+)(?:\{(?<labels>.*)\})? (?<value>\S+)$/;

interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

let server: TestServer;
let serviceToken: string;
let credentials: KeyCredentials;

beforeAll(async () => {
  server = await createTestServer({
    publicUrl: TEST_ORIGIN,
    measureProcess: (register) => collectDefaultMetrics({ register }),
  });
  await loadCatalog(server);
  await addAccounts(server, "shop", "partner");
  credentials = await addKey(server, "partner", ["owner"], "Tulip of Amsterdam");
  await admit(server, "shop", credentials.key, ["oms-read-only"], "Rose of Jericho");
  const { body } = await server.call<{ token: string }>("POST", "/v1/service-keys", { body: { name: "Daffodil" } });
  serviceToken = body.token;
});

afterAll(() => server.close());

async function exposed(): Promise<string> {
  const answer = await server.call("GET", "/metrics", { as: { bearer: serviceToken } });
  expect(answer).toMatchObject({
    status: 200,
    headers: { "content-type": "text/plain; version=0.0.4; charset=utf-8", "cache-control": "no-store" },
  });
  return answer.text;
}

function samplesIn(text: string): Sample[] {
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return lines.map((line) => {
    const { labels = "", name = "", value } = EXPOSED.exec(line)?.groups ?? {};
    const pairs = [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, label = "", text = ""]) => [label, text]);
    return { name, labels: Object.fromEntries(pairs) as Sample["labels"], value: Number(value) };
  });
}

/** The value of one series, or `undefined` where there is none. */
async function valueOf(name: string, labels: Sample["labels"] = {}): Promise<number | undefined> {
  const samples = samplesIn(await exposed());
  return samples.find((sample) => sample.name === name && JSON.stringify(sample.labels) === JSON.stringify(labels))
    ?.value;
}

/** By how much a series grew meanwhile. */
async function growth(name: string, labels: Sample["labels"], meanwhile: () => Promise<unknown>): Promise<number> {
  const before = (await valueOf(name, labels)) ?? 0;
  await meanwhile();
  return ((await valueOf(name, labels)) ?? 0) - before;
}

const ask = (account: string, token = credentials.token) =>
  server.call("POST", "/v1/verify", { body: { account, key: credentials.key, token } });

describe("metrics", () => {
  it("count verifications by the way they are asked for and their code", async () => {
    const check = { account: "shop", ...credentials };
    const total = "latchkey_verifications_total";
    expect(await growth(total, { way: "verify", code: "VALID" }, () => ask("shop"))).toBe(1);
    expect(await growth(total, { way: "verify", code: "INVALID_CREDENTIALS" }, () => ask("shop", LOST_TOKEN))).toBe(1);
    const batch = () => server.call("POST", "/v1/verify/batch", { body: { checks: [check, check, check] } });
    expect(await growth(total, { way: "batch", code: "VALID" }, batch)).toBe(3);
    const authorize = () =>
      server.call("GET", "/v1/authorize", {
        as: credentials,
        headers: {
          "x-latchkey-service-key": serviceToken,
          "x-latchkey-account": "shop",
          "x-latchkey-resource": "oms.cancel-order",
        },
      });
    expect(await growth(total, { way: "authorize", code: "RESOURCE_DENIED" }, authorize)).toBe(1);
    const evaluate = () =>
      server.call("POST", "/access/v1/evaluation", {
        body: {
          subject: { type: "api-key", id: credentials.key, properties: { token: credentials.token } },
          action: { name: "oms.cancel-order" },
          resource: { type: "account", id: "shop" },
        },
      });
    expect(await growth(total, { way: "authzen", code: "RESOURCE_DENIED" }, evaluate)).toBe(1);
  });

  it("count what OAuth's clients are given, and what is said of access tokens", async () => {
    const total = "latchkey_verifications_total";
    const post = (path: string, form: Record<string, string>) =>
      server.call<{ access_token: string }>("POST", path, {
        as: null,
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams({ client_id: credentials.key, client_secret: credentials.token, ...form }).toString(),
      });
    const asked = { grant_type: "client_credentials", resource: `${TEST_ORIGIN}/accounts/shop` };
    const { body } = await post("/oauth2/token", asked);
    expect(await growth(total, { way: "token", code: "VALID" }, () => post("/oauth2/token", asked))).toBe(1);
    const denied = () => post("/oauth2/token", { ...asked, scope: "oms.cancel-order" });
    expect(await growth(total, { way: "token", code: "RESOURCE_DENIED" }, denied)).toBe(1);
    const stranger = () => post("/oauth2/token", { ...asked, client_secret: LOST_TOKEN });
    expect(await growth(total, { way: "token", code: "INVALID_CREDENTIALS" }, stranger)).toBe(1);
    const introspect = () => post("/oauth2/introspect", { token: body.access_token });
    expect(await growth(total, { way: "introspection", code: "VALID" }, introspect)).toBe(1);
    const none = () => post("/oauth2/introspect", { token: "none of ours" });
    expect(await growth(total, { way: "introspection", code: "INVALID_CREDENTIALS" }, none)).toBe(1);
  });

  it("count refusals for a limit's sake by who has set it, and the limits in use", async () => {
    const url = `/v1/accounts/shop/external-keys/${credentials.key}`;
    await server.call("PATCH", url, { body: { requestsPerMinute: 1 } });
    const twice = async () => {
      await ask("shop");
      await ask("shop");
    };
    expect(await growth("latchkey_rate_limited_total", { set_by: "host" }, twice)).toBe(1);
    expect(await valueOf("latchkey_rate_limits_in_use")).toBe(1);
    await server.call("PATCH", url, { body: { requestsPerMinute: null } });
  });

  it("time requests by the template of their route, and changes by their outcome", async () => {
    const requests = "latchkey_http_request_duration_seconds_count";
    const route = "/v1/accounts/:account/api-keys/:key";
    const read = () => server.call("GET", `/v1/accounts/partner/api-keys/${credentials.key}`);
    expect(await growth(requests, { method: "GET", route, status: "2xx" }, read)).toBe(1);
    const miss = () => server.call("GET", `/v1/accounts/${credentials.key}/nothing/here`);
    expect(await growth(requests, { method: "GET", route: "(none)", status: "4xx" }, miss)).toBe(1);
    const changes = "latchkey_change_duration_seconds_count";
    const create = () => server.call("POST", "/v1/accounts", { body: { name: "tulips", displayName: "Tulips" } });
    expect(await growth(changes, { outcome: "done" }, create)).toBe(1);
    expect(await growth(changes, { outcome: "refused" }, create)).toBe(1);
  });

  it("tell what the node knows and how old that is", async () => {
    const revision = await valueOf("latchkey_revision");
    expect(revision).toBe(server.judge.directory.position?.revision);
    expect(await valueOf("latchkey_directory_keys")).toBe(1);
    expect(await valueOf("latchkey_directory_external_keys")).toBe(1);
    expect(await growth("latchkey_directory_keys", {}, () => addKey(server, "shop"))).toBe(1);
    await server.deliver();
    await server.follower.poll();
    expect(await valueOf("latchkey_feed_lag_revisions")).toBe(0);
    expect(await valueOf("latchkey_outbox_announcements")).toBe(0);
    server.clock.monotonicMs += 4_000;
    expect(await valueOf("latchkey_knowledge_age_seconds")).toBe(4);
    expect(await valueOf("latchkey_stale")).toBe(0);
    server.clock.monotonicMs += 50_000;
    // Whoever hasn't heard of the database for so long doesn't ask it.
    expect(await valueOf("latchkey_outbox_announcements")).toBeNaN();
    server.clock.monotonicMs += 10_000;
    const stale = await server.call("GET", "/metrics");
    expect(samplesIn(stale.text)).toContainEqual({ name: "latchkey_stale", labels: {}, value: 1 });
    expectProblem(await server.call("GET", "/metrics", { as: { bearer: serviceToken } }), 503, "STALE");
    await server.follower.poll();
  });

  it("tell how much use waits to be kept", async () => {
    await ask("shop");
    expect(await valueOf("latchkey_use_pending")).toBeGreaterThan(0);
    await server.keepUse();
    expect(await valueOf("latchkey_use_pending")).toBe(0);
  });

  it("rule 2: say what kind of thing it was and never which", async () => {
    // A secret in every place where somebody could put one.
    await server.call("GET", `/v1/accounts/${LOST_TOKEN}?search=${LOST_TOKEN}`);
    await server.call("GET", `/metrics/${LOST_TOKEN}`);
    await server.call("POST", "/v1/verify", {
      body: { account: LOST_TOKEN, key: LOST_TOKEN, token: LOST_TOKEN, resource: LOST_TOKEN, ip: "203.0.113.99" },
    });
    const text = await exposed();
    const samples = samplesIn(text);
    expect(samples.length).toBeGreaterThan(50);
    const labels = new Set(samples.flatMap((sample) => Object.keys(sample.labels)));
    const ours = ["way", "code", "set_by", "method", "route", "status", "outcome", "le"];
    const ofProcess = ["kind", "space", "type", "version", "major", "minor", "patch"];
    expect([...labels].filter((label) => ![...ours, ...ofProcess].includes(label))).toEqual([]);
    const told = [credentials.key, credentials.token, serviceToken, OPERATOR_TOKEN, LOST_TOKEN, "203.0.113.99"];
    for (const secret of [...told, "partner", "shop", "Tulip", "Rose of", "Daffodil"])
      expect(text).not.toContain(secret);
  });

  it("are all explained, with their labels, in docs/metrics.md, which explains no others", async () => {
    const page = await readFile(new URL("../../../../../../docs/metrics.md", import.meta.url), "utf8");
    const documented = [...page.matchAll(/^\| `(latchkey_\w+)` +\| (\w+) +\|/gm)].map(
      ([, name, type]) => `${name} ${type}`,
    );
    const types = [...(await exposed()).matchAll(/^# TYPE (latchkey_\w+) (\w+)$/gm)].map(
      ([, name, type]) => `${name} ${type}`,
    );
    expect(documented.toSorted()).toEqual(types.toSorted());
    expect(types.length).toBeGreaterThan(10);
    expect(page).toContain("`nodejs_");
    expect(page).toContain("`process_");
  });

  it("are all there that the dashboard in docs/grafana asks for, with their labels", async () => {
    const file = new URL("../../../../../../docs/grafana/latchkey.json", import.meta.url);
    const { panels } = JSON.parse(await readFile(file, "utf8")) as { panels: { targets: { expr: string }[] }[] };
    const expressions = panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
    const asked = expressions.flatMap((expression) => expression.match(/\b(?:latchkey|nodejs|process)_\w+/g) ?? []);
    await server.call("GET", "/v1/accounts");
    const text = await exposed();
    const names = [...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)].flatMap(([, name = "", type]) =>
      type === "histogram" ? [`${name}_bucket`, `${name}_count`, `${name}_sum`] : [name],
    );
    expect(asked.length).toBeGreaterThan(15);
    expect(asked.filter((name) => !names.includes(name))).toEqual([]);
    const labels = new Set(["job", "instance", ...samplesIn(text).flatMap((sample) => Object.keys(sample.labels))]);
    const wanted = expressions.flatMap((expression) =>
      [...expression.matchAll(/by \(([^)]*)\)|\{([^}]*)\}/g)].flatMap(([, by, filter = ""]) =>
        (by ?? filter).split(",").map((part) => part.trim().replace(/\W.*/, "")),
      ),
    );
    expect(wanted.filter((label) => !labels.has(label))).toEqual([]);
  });
});
