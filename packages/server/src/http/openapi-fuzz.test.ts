import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  createTestServer,
  type Credentials,
  OPERATOR_TOKEN,
  SERVER_SECRET,
  TEST_ORIGIN,
  type TestServer,
} from "../test-server.ts";
import { OAUTH_ERROR_GUIDE } from "../doors/oauth/error-guide.ts";
import type { OAuthErrorName } from "../doors/oauth/oauth-error.ts";
import { createPostgresDatabase, type PostgresDatabase } from "../../../../test/support/postgres.ts";
import { openPostgres } from "../storage/postgres.ts";
import type { Schema } from "../storage/schema.ts";
import { openApiDocument } from "./openapi-document.ts";
import type { ApiDocument } from "./reference/openapi-parts.ts";
import { DocumentedAnswers, type DocumentedOperation, operationsOf } from "./test-documented.ts";
import { addKey, addOperator, addUser, admit, loadCatalog, PASSWORD, signIn, UNISSUED_KEY } from "./test-fixtures.ts";
import { AnswerWatch } from "./test-fuzz-answers.ts";
import { FUZZ_RUNS, FUZZ_SEED, type FuzzedRequest, type RequestMaking, requestsOf } from "./test-fuzz-requests.ts";
import { addWorld, samplesOf, type World } from "./test-routes.ts";
import { contentOf, type Sample } from "./test-sample.ts";
import { Wire, type WireAnswer } from "./test-wire.ts";

const document = (await openApiDocument()) as ApiDocument;
const documented = new DocumentedAnswers(document);
const byId = new Map(operationsOf(document).map((one) => [one.operation.operationId, one]));

let postgres: PostgresDatabase | undefined;
let server: TestServer;
let wire: Wire;
let ours: World;
let theirs: World;
let askers: Map<string, Credentials | null>;
let samples: Map<string, Sample>;
let makingOf: (operation: DocumentedOperation) => RequestMaking;
const POWERFUL = ["operator token", "operator token", "owner", "key"];
/** Who asks in a sample as it stands. */
const SAMPLES_ASKER = "of the sample";
const watch = new AnswerWatch();
const succeeded = new Set<string>();
const statuses = new Map<number, number>();

beforeAll(async () => {
  postgres = process.env["LATCHKEY_FUZZ_ENGINE"] === "postgres" ? await createPostgresDatabase() : undefined;
  server = await createTestServer({
    publicUrl: TEST_ORIGIN,
    ...(postgres && { engine: await openPostgres<Schema>(postgres.url) }),
  });
  await loadCatalog(server);
  ours = await addWorld(server, "ours");
  theirs = await addWorld(server, "theirs");
  samples = new Map(samplesOf(ours).map((sample) => [sample.operationId, sample]));
  await server.app.listen({ port: 0, host: "127.0.0.1" });
  wire = new Wire((server.app.server.address() as AddressInfo).port);
  askers = await addAskers();
  watch.keep(SERVER_SECRET, OPERATOR_TOKEN, PASSWORD);
  for (const { credentials, joinSecret, linkSecret, resetSecret } of [ours, theirs]) {
    watch.keep(credentials.token, joinSecret, linkSecret, resetSecret);
  }
  const names = namesIn(ours, theirs);
  makingOf = ({ path }) => ({
    // Who may do nothing gets nowhere: those who may ask more often.
    askers: [...askers.keys(), ...POWERFUL, ...POWERFUL],
    resolve: (ref) => document.components.schemas[ref.replace(/^.*\//, "")] ?? {},
    names: names.all,
    pathNames: { ...names.byParameter, ...(path.includes("{id}") ? { id: names.ids } : {}) },
  });
}, 120_000);

afterAll(async () => {
  wire.close();
  await server.close();
  await postgres?.drop();
});

/** One of each kind of caller, those of another account and such without a right credential among them. */
async function addAskers(): Promise<Map<string, Credentials | null>> {
  const owner = await addKey(server, "ours", ["owner"]);
  const external = await addKey(server, "theirs", ["owner"]);
  await admit(server, "ours", external.key, ["owner"]);
  const service = await server.call<{ token: string }>("POST", "/v1/service-keys", { body: { name: "API" } });
  const found = new Map<string, Credentials | null>([
    ["operator token", { bearer: OPERATOR_TOKEN }],
    ["operator", await signIn(server, await addOperator(server))],
    ["owner", await signIn(server, await addUser(server, "ours", ["owner"]))],
    ["user without roles", await signIn(server, await addUser(server, "ours", []))],
    ["owner elsewhere", await signIn(server, await addUser(server, "theirs", ["owner"]))],
    ["key", owner],
    ["key without roles", ours.credentials],
    ["external key", external],
    ["service key", { bearer: service.body.token }],
    ["wrong token", { ...owner, token: external.token }],
    ["junk", { bearer: "junk" }],
    ["nobody", null],
  ]);
  for (const [who, credentials] of found) {
    if (credentials && who !== "junk") watch.keep(Object.values(credentials).at(-1)?.split("=").at(-1) ?? "");
  }
  return found;
}

function namesIn(...worlds: readonly World[]) {
  const of = (...fields: (keyof World)[]) =>
    worlds.flatMap((world) => fields.map((field) => world[field])).filter((name) => typeof name === "string");
  const unknown = "00000000-0000-4000-8000-000000000000";
  const account = ["ours", "ours", "ours", "theirs", "no-such-account"];
  const key = [...of("key", "externalKey", "foreignKey", "renewedKey"), UNISSUED_KEY, "junk"];
  const userId = [...of("userId", "operatorId"), unknown];
  const roleId = [...of("roleId"), "owner", "oms-read-only", "no-such-role"];
  const deliveryId = [...of("deliveryId"), unknown];
  const links = of("tokenLinkId", "renewalLinkId", "invitationId", "joinId", "resetId", "serviceKeyId", "webhookId");
  const resources = ["oms.view-order", "account.view-audit", "shop.read"];
  const emails = worlds.map(({ user }) => user.email);
  return {
    ids: [...links, unknown, "junk"],
    byParameter: { account, key, userId, roleId, deliveryId, resource: [...resources, "no.such-resource"] },
    all: [...account, ...key, ...userId, ...roleId, ...deliveryId, ...links, ...resources, ...emails],
  };
}

/** Operations that take away go last, as in the samples: what comes after would ask about what is gone. */
const OPERATIONS = samplesInOrder();

function samplesInOrder(): string[] {
  const all = [...byId.keys()];
  const isTaking = (id: string) => /^(delete|remove|signOut|withdraw|void|undo|end)/.test(id);
  return [...all.filter((id) => !isTaking(id)), ...all.filter(isTaking)];
}

describe(`openapi.json under LATCHKEY_FUZZ_SEED=${FUZZ_SEED}`, () => {
  it.each(OPERATIONS)(
    "holds for whatever is sent to %s",
    { timeout: 10_000 + FUZZ_RUNS * 1_000 },
    async (operationId) => {
      const operation = byId.get(operationId);
      const sample = samples.get(operationId);
      if (!operation || !sample) throw new Error(`no sample of ${operationId}`);
      await revive();
      const property = fc.asyncProperty(requestsOf(operation, sample, makingOf(operation)), async (asked) => {
        const as = asked.who === SAMPLES_ASKER ? (sample.as ?? { bearer: OPERATOR_TOKEN }) : askers.get(asked.who);
        const answer = await wire.send({ ...asked, headers: { ...credentialHeaders(as ?? null), ...asked.headers } });
        expectInOrder(operation, asked, answer);
      });
      const plain = asItStands(sample);
      const examples: [FuzzedRequest][] = [
        [{ ...plain, headers: { ...plain.headers, "if-match": '"an old one"' } }],
        [plain],
      ];
      await fc.assert(property, { numRuns: FUZZ_RUNS, seed: FUZZ_SEED, endOnFailure: true, examples });
    },
  );

  it("has reached most operations, and met most kinds of answers", () => {
    expect(succeeded.size).toBeGreaterThan(OPERATIONS.length * 0.7);
    for (const status of [200, 201, 204, 400, 401, 403, 404, 412, 422]) {
      expect(statuses.get(status) ?? 0, `answers ${status}`).toBeGreaterThan(0);
    }
  });

  it("has left neither an unexpected error nor a secret in the log", () => {
    expect(watch.faultsOfLog(server.log.join(""))).toEqual([]);
  });
});

/** The sample as it is, which most operations answer well. */
function asItStands(sample: Sample): FuzzedRequest {
  const { method, url } = sample;
  const { body, headers = {} } = contentOf(sample);
  const asked = { who: SAMPLES_ASKER, method, target: url };
  if (typeof body === "string" || body === undefined) return { ...asked, headers, body };
  return { ...asked, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}

/** What requests before have taken from those who ask, and from their account. */
async function revive(): Promise<void> {
  for (const account of ["ours", "theirs"]) {
    const { status } = await server.call("PATCH", `/v1/accounts/${account}`, { body: { status: "active" } });
    expect(status).toBe(200);
  }
  for (const [who, account, roles] of [
    ["owner", "ours", ["owner"]],
    ["user without roles", "ours", []],
    ["owner elsewhere", "theirs", ["owner"]],
  ] as const) {
    const as = askers.get(who) ?? null;
    const { status } = await server.call("GET", "/v1/profile", { as });
    if (status !== 200) askers.set(who, await signIn(server, await addUser(server, account, roles)));
  }
  const operator = await server.call("GET", "/v1/profile", { as: askers.get("operator") ?? null });
  if (operator.status !== 200) askers.set("operator", await signIn(server, await addOperator(server)));
}

function credentialHeaders(as: Credentials | null): Record<string, string> {
  if (as === null) return {};
  if ("bearer" in as) return { authorization: `Bearer ${as.bearer}` };
  if ("cookie" in as) return { cookie: as.cookie, origin: TEST_ORIGIN };
  return { "x-api-key": as.key, "x-api-token": as.token };
}

function expectInOrder(one: DocumentedOperation, asked: FuzzedRequest, answer: WireAnswer): void {
  const { operation } = one;
  const { contentType, headers, status, text } = answer;
  const isProblem = contentType === "application/problem+json; charset=utf-8";
  statuses.set(status, (statuses.get(status) ?? 0) + 1);
  if (status < 300) succeeded.add(operation.operationId);
  const faults = [...documented.faultsOf(one, answer), ...watch.faultsOf(answer), ...doorFaults(one, answer)];
  if (status >= 500 && !isOutOfDate(asked, answer)) faults.push(`${status}`);
  if (status >= 400 && !isProblem && operation.tags?.[0] !== "OAuth 2.0") faults.push("no problem of RFC 9457");
  if (!isKeptAsItMay(one, answer)) faults.push(`cache-control: ${String(headers["cache-control"])}`);
  if (status < 300 && needsCredential(operation) && ["nobody", "junk", "wrong token"].includes(asked.who)) {
    faults.push("answered a stranger");
  }
  expect(faults, JSON.stringify({ ...asked, body: String(asked.body), status, text: text.slice(0, 500) })).toEqual([]);
}

/** Statuses by which AuthZEN's answers say what is wrong: docs/authzen.md. */
const AUTHZEN_STATUSES: readonly number[] = [400, 401, 403, 413, 415, 503];

/** What the doors' own pages say of their errors. */
function doorFaults({ path }: DocumentedOperation, { status, text }: WireAnswer): string[] {
  if (status < 400) return [];
  if (path.startsWith("/access/") && !AUTHZEN_STATUSES.includes(status)) return [`AuthZEN has no ${status}`];
  if (!path.startsWith("/oauth2/")) return [];
  const { error } = JSON.parse(text) as { error: OAuthErrorName };
  return OAUTH_ERROR_GUIDE.codes[error].as.includes(String(status)) ? [] : [`${error} is not explained as ${status}`];
}

/** 503 is documented for callers who have heard of changes that we haven't. */
function isOutOfDate({ body }: FuzzedRequest, { status, text }: WireAnswer): boolean {
  return status === 503 && String(body).includes("atLeastRevision") && text.includes('"code":"STALE"');
}

/** Nothing is stored but what is public and the same for all. */
function isKeptAsItMay({ path }: DocumentedOperation, { headers, status }: WireAnswer): boolean {
  const caching = headers["cache-control"];
  if (path === "/healthz" || path === "/readyz") return true;
  const isPublic = path.startsWith("/.well-known/") || path === "/oauth2/jwks";
  if (status === 200 && isPublic) return /^public, max-age=\d+$/.test(String(caching));
  return /^no-store\b/.test(String(caching)) || (path.startsWith("/.well-known/") && caching === undefined);
}

function needsCredential({ security = [] }: DocumentedOperation["operation"]): boolean {
  return security.length > 0 && security.every((scheme) => Object.keys(scheme).length > 0);
}
