// Measures what is claimed, in one run on one machine, and writes it to bench/results.json. Figures that depend on how fast the
// machine is are ratios: what is compared takes turns, so that whatever else the machine does falls on both.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "@latchkey/sdk/client";
import type { BareAnswer } from "./bare-server.ts";
import { load, type ServerProcess, startServer } from "./child.ts";
import { measureLocalVerifier } from "./local.ts";
import { type Seed, seedKeys } from "./seed.ts";

const ROUNDS = 15;
const ROUND_SECONDS = 1;
const CONNECTIONS = 64;
const OPERATOR_TOKEN = "operator-token-of-the-bench-0123456789";
const RESOURCE = "account.view-api-keys";
const ROLE = "user-administrator-restricted";
const BATCH = 100;
const MANY = { keys: 100_000, externalKeys: 10_000, calls: 40 };
const HUGE = 1_000_000;
const JUNK = { perSecond: 5_000, validPerSecond: 500, connections: 16, rounds: 5, seconds: 3 };

interface Figure {
  readonly figure: string;
  readonly value: number;
  readonly unit: string;
  readonly toReach: string;
  readonly isReached: boolean;
  /** What the value was made of. */
  readonly details: Readonly<Record<string, number | string | null>>;
}

interface Installation extends ServerProcess {
  readonly operator: ReturnType<typeof createClient>;
}

const figures: Figure[] = [];
const say = (text: string) => void process.stderr.write(`${text}\n`);

function add(figure: Omit<Figure, "isReached" | "toReach">, limit: { atLeast: number } | { atMost: number }): void {
  const isReached = "atLeast" in limit ? figure.value >= limit.atLeast : figure.value <= limit.atMost;
  const toReach = "atLeast" in limit ? `≥ ${limit.atLeast}` : `≤ ${limit.atMost}`;
  figures.push({ ...figure, value: rounded(figure.value), toReach, isReached });
  say(
    `  ${figure.figure}: ${rounded(figure.value)} ${figure.unit} (to reach: ${toReach}) ${JSON.stringify(figure.details)}`,
  );
}

/** What to measure: all of it, or what the arguments name. */
const PARTS = {
  verification: measureVerification,
  junk: measureJunk,
  local: measureLocal,
  lists: measureLists,
  huge: measureHuge,
} as const;
const asked = process.argv.slice(2);
const folder = await mkdtemp(join(tmpdir(), "latchkey-bench-"));
try {
  for (const [name, measure] of Object.entries(PARTS)) if (asked.length === 0 || asked.includes(name)) await measure();
} finally {
  await rm(folder, { recursive: true, force: true });
}
if (asked.length === 0) await keepResults();
// eslint-disable-next-line no-console -- a table is what this is for
console.table(
  figures.map(({ figure, isReached, toReach, unit, value }) => ({ figure, value, unit, toReach, isReached })),
);

async function keepResults(): Promise<void> {
  const machine = { cpu: cpus()[0]?.model ?? "", cores: cpus().length, node: process.version, load: "bench/load.ts" };
  const results = { measuredAt: new Date().toISOString(), machine, figures };
  await writeFile(new URL("./results.json", import.meta.url), `${JSON.stringify(results, null, 2)}\n`);
}

/** An installation with two accounts, owner and host, and many keys that nobody uses. */
async function prepared(name: string, ...seeds: readonly Seed[]): Promise<string> {
  const dataDir = join(folder, name);
  const server = await start(dataDir);
  for (const account of ["owner", "host"]) {
    await server.operator.post("/v1/accounts", { body: { name: account, displayName: account } });
  }
  await server.stop();
  for (const seed of seeds) seedKeys(join(dataDir, "latchkey.db"), seed);
  return dataDir;
}

async function start(dataDir: string): Promise<Installation> {
  const cli = new URL("../packages/cli/bin/latchkey.js", import.meta.url).pathname;
  const environment = { LATCHKEY_DATA_DIR: dataDir, LATCHKEY_OPERATOR_TOKEN: OPERATOR_TOKEN, PORT: "0" };
  const server = await startServer([cli, "serve"], environment, /listens on http:\/\/[^:]+:(\d+)/);
  const baseUrl = `http://127.0.0.1:${server.port}`;
  return { ...server, operator: createClient({ baseUrl, credential: { kind: "bearer", token: OPERATOR_TOKEN } }) };
}

/** Everything that a service's questions about one admitted key need. */
async function admitted({ operator }: Installation) {
  const { data: key } = await operator.post("/v1/accounts/{account}/api-keys", {
    path: { account: "owner" },
    body: { name: "The one that asks", roles: [] },
  });
  const roles = [ROLE];
  await operator.post("/v1/accounts/{account}/external-keys", {
    path: { account: "host" },
    body: { key: key.key, name: "Partner", roles },
  });
  const { data: service } = await operator.post("/v1/service-keys", { body: { name: "bench" } });
  return { key: key.key, token: key.token ?? "", service: service.token ?? "" };
}

type Asked = Awaited<ReturnType<typeof admitted>>;

function authorizeHeaders({ key, service, token }: Asked): Record<string, string> {
  return {
    "x-latchkey-service-key": service,
    "x-latchkey-account": "host",
    "x-latchkey-resource": RESOURCE,
    "x-api-key": key,
    "x-api-token": token,
  };
}

function postRequest(path: string, service: string, body: object): string {
  const text = JSON.stringify(body);
  const headers = {
    host: "127.0.0.1",
    authorization: `Bearer ${service}`,
    "content-type": "application/json",
    "content-length": String(Buffer.byteLength(text)),
  };
  return `POST ${path} HTTP/1.1\r\n${headerLines(headers)}\r\n\r\n${text}`;
}

function headerLines(headers: Readonly<Record<string, string>>): string {
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join("\r\n");
}

async function measureVerification(): Promise<void> {
  say("verification");
  const dataDir = await prepared("few", { owner: "owner", count: 1_000, role: ROLE });
  await using stack = new AsyncDisposableStack();
  const server = await start(dataDir);
  stack.defer(() => server.stop());
  const credentials = await admitted(server);
  const question = { account: "host", key: credentials.key, token: credentials.token, resource: RESOURCE };
  const base = `http://127.0.0.1:${server.port}`;

  const headers = authorizeHeaders(credentials);
  const authorize = `GET /v1/authorize HTTP/1.1\r\n${headerLines({ host: "127.0.0.1", ...headers })}\r\n\r\n`;
  const authorized = await fetch(`${base}/v1/authorize`, { headers });
  await againstBare(server, authorize, { headers: answerHeaders(authorized), body: null }, stack, {
    figure: "GET /v1/authorize against a bare node:http server with the same headers",
    atLeast: 0.8,
  });

  const verify = postRequest("/v1/verify", credentials.service, question);
  const verified = await fetch(`${base}/v1/verify`, {
    method: "POST",
    headers: { authorization: `Bearer ${credentials.service}`, "content-type": "application/json" },
    body: JSON.stringify(question),
  });
  const body = (await verified.json()) as object;
  await againstBare(server, verify, { headers: answerHeaders(verified), body }, stack, {
    figure: "POST /v1/verify against the same server with a JSON body read and written",
    atLeast: 0.65,
  });

  const checks = Array.from({ length: BATCH }, () => question);
  const batch = postRequest("/v1/verify/batch", credentials.service, { checks });
  const rates: number[] = [];
  for (let round = 0; round < ROUNDS; round++) rates.push((await loadOn(server, [batch])).requestsPerSecond * BATCH);
  add(
    { figure: `POST /v1/verify/batch of ${BATCH}`, value: median(rates), unit: "checks/s", details: {} },
    { atLeast: 300_000 },
  );
}

/** Valid requests by themselves and, in turns, beside credentials that are none. */
async function measureJunk(): Promise<void> {
  say("junk beside valid traffic");
  const server = await start(await prepared("junk", { owner: "owner", count: 1_000, role: ROLE }));
  try {
    const credentials = await admitted(server);
    const request = (changed: Record<string, string>) => {
      const headers = { host: "127.0.0.1", ...authorizeHeaders(credentials), ...changed };
      return `GET /v1/authorize HTTP/1.1\r\n${headerLines(headers)}\r\n\r\n`;
    };
    const junk = [
      request({ "x-api-key": "lk-nobody-00000000000R" }),
      request({ "x-api-token": "no token" }),
      request({ "x-api-token": credentials.token.replaceAll(/[0-9]/g, "7") }),
      request({ "x-api-key": "x".repeat(200), "x-api-token": "y".repeat(200) }),
    ];
    const { connections, perSecond, rounds, seconds, validPerSecond } = JUNK;
    const put = (requests: readonly string[], rate: number) =>
      load({ port: server.port, requests, connections, seconds, perSecond: rate });
    await put([request({})], validPerSecond);
    const pairs: { aloneMs: number; besideMs: number; junkPerSecond: number }[] = [];
    for (let round = 0; round < rounds; round++) {
      const alone = await put([request({})], validPerSecond);
      const [beside, thrown] = await Promise.all([put([request({})], validPerSecond), put(junk, perSecond)]);
      if (alone.failures + beside.failures > 0) throw new Error("valid requests were refused");
      pairs.push({ aloneMs: alone.p99Ms, besideMs: beside.p99Ms, junkPerSecond: thrown.requestsPerSecond });
    }
    const details = {
      aloneP99Ms: rounded(median(pairs.map(({ aloneMs }) => aloneMs))),
      besideP99Ms: rounded(median(pairs.map(({ besideMs }) => besideMs))),
      junkPerSecond: rounded(median(pairs.map(({ junkPerSecond }) => junkPerSecond))),
    };
    const value = median(pairs.map(({ aloneMs, besideMs }) => besideMs / aloneMs));
    const figure = `p99 of ${validPerSecond} valid requests a second beside ${perSecond} junk ones, against by themselves`;
    add({ figure, value, unit: "×", details }, { atMost: 2 });
  } finally {
    await server.stop();
  }
}

/** The SDK's local verifier, in this process. */
async function measureLocal(): Promise<void> {
  say("the SDK's local verifier");
  const server = await start(await prepared("local", { owner: "owner", count: 1_000, role: ROLE }));
  try {
    const { key, service, token } = await admitted(server);
    const local = await measureLocalVerifier({
      baseUrl: `http://127.0.0.1:${server.port}`,
      operator: server.operator,
      account: "host",
      owner: "owner",
      resource: RESOURCE,
      key,
      service,
      token,
    });
    const { answersPerSecond, p50Ms, p99Ms, revocations } = local;
    add(
      { figure: "local verifier, repeated questions", value: answersPerSecond, unit: "answers/s", details: {} },
      { atLeast: 300_000 },
    );
    const details = { p50Ms: rounded(p50Ms), revocations };
    const figure = "local verifier, from a revocation's acknowledgement until it refuses, p99";
    add({ figure, value: p99Ms, unit: "ms", details }, { atMost: 250 });
  } finally {
    await server.stop();
  }
}

/** Takes turns with a bare server that gives the same answer. */
async function againstBare(
  server: ServerProcess,
  request: string,
  answer: BareAnswer,
  stack: AsyncDisposableStack,
  { atLeast, figure }: { figure: string; atLeast: number },
): Promise<void> {
  const file = new URL("./bare-server.ts", import.meta.url).pathname;
  const bare = await startServer([file, JSON.stringify(answer)], {}, /port (\d+)/);
  stack.defer(() => bare.stop());
  // Just-in-time compilers need to have seen it.
  for (const each of [bare, server]) await loadOn(each, [request]);
  const rounds: { rate: Measured; bareRate: Measured }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    rounds.push({ bareRate: await measure(bare, request), rate: await measure(server, request) });
  }
  const micros = (cpu: number) => (Number.isNaN(cpu) ? null : rounded(cpu * 1e6));
  const details = {
    requestsPerSecond: rounded(median(rounds.map(({ rate }) => rate.perSecond))),
    bareRequestsPerSecond: rounded(median(rounds.map(({ bareRate }) => bareRate.perSecond))),
    cpuMicrosecondsPerRequest: micros(median(rounds.map(({ rate }) => rate.cpuSeconds))),
    bareCpuMicrosecondsPerRequest: micros(median(rounds.map(({ bareRate }) => bareRate.cpuSeconds))),
  };
  const ratios = rounds.map(({ bareRate, rate }) => rate.perSecond / bareRate.perSecond);
  add({ figure, value: median(ratios), unit: "×", details }, { atLeast });
}

interface Measured {
  readonly perSecond: number;
  /** Of the server, for one request; NaN where the system doesn't say. */
  readonly cpuSeconds: number;
}

async function measure(server: ServerProcess, request: string): Promise<Measured> {
  const before = await server.cpuSeconds();
  const { answers, failures, requestsPerSecond } = await loadOn(server, [request]);
  const after = await server.cpuSeconds();
  if (failures > 0) throw new Error(`${failures} answers weren't 200`);
  return { perSecond: requestsPerSecond, cpuSeconds: ((after ?? Number.NaN) - (before ?? Number.NaN)) / answers };
}

/** What an answer says beside what Node's server says anyway. */
function answerHeaders({ headers }: Response): Record<string, string> {
  const own = ["connection", "date", "keep-alive", "transfer-encoding"];
  return Object.fromEntries([...headers].filter(([name]) => !own.includes(name)));
}

async function measureLists(): Promise<void> {
  say(`lists of ${MANY.keys} keys and ${MANY.externalKeys} external keys`);
  const dataDir = await prepared(
    "lists",
    { owner: "owner", count: MANY.keys, role: ROLE },
    { owner: "host", host: "owner", count: MANY.externalKeys, role: ROLE },
  );
  await using stack = new AsyncDisposableStack();
  const server = await start(dataDir);
  stack.defer(() => server.stop());
  const account = "/v1/accounts/owner";
  const { nextCursor } = (await get(server, `${account}/api-keys?limit=50`)) as { nextCursor: string | null };
  const lists = {
    "generated keys, first page": "api-keys?limit=50",
    "generated keys, second page": `api-keys?limit=50&cursor=${encodeURIComponent(nextCursor ?? "")}`,
    "generated keys by name": "api-keys?limit=50&sort=name",
    "generated keys by search": "api-keys?limit=50&search=ation%2099",
    "generated keys without a match": "api-keys?limit=50&search=nothing%20like%20it",
    "generated keys of a role": `api-keys?limit=50&role=${ROLE}`,
    "inactive generated keys": "api-keys?limit=50&status=inactive",
    "generated keys by alert": "api-keys?limit=50&alert=recommended",
    "settings, with how many keys are old": "api-key-settings",
    "external keys, first page": "external-keys?limit=50",
    "external keys by owner": "external-keys?limit=50&sort=owner",
    "external keys by search": "external-keys?limit=50&search=ation%2099",
    "who uses a role": `roles/${ROLE}/use`,
  };
  for (const [figure, path] of Object.entries(lists)) {
    const times: number[] = [];
    for (let call = 0; call < MANY.calls; call++) {
      const startMs = performance.now();
      await get(server, `${account}/${path}`);
      times.push(performance.now() - startMs);
    }
    const details = { slowestMs: rounded(Math.max(...times)) };
    add({ figure, value: median(times), unit: "ms", details }, { atMost: 100 });
  }
}

async function get(server: ServerProcess, path: string): Promise<unknown> {
  const answer = await fetch(`http://127.0.0.1:${server.port}${path}`, {
    headers: { authorization: `Bearer ${OPERATOR_TOKEN}` },
  });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}

/** A million keys, each admitted by another account. */
async function measureHuge(): Promise<void> {
  say(`${HUGE} keys with an admission each`);
  const dataDir = await prepared("huge", { owner: "owner", host: "host", count: HUGE, role: ROLE });
  const server = await start(dataDir);
  try {
    add({ figure: `start with ${HUGE} keys`, value: server.startSeconds, unit: "s", details: {} }, { atMost: 15 });
    const memoryMib = (await server.memoryMib()) ?? 0;
    add({ figure: `memory with ${HUGE} keys`, value: memoryMib, unit: "MiB", details: {} }, { atMost: 700 });
  } finally {
    await server.stop();
  }
}

function loadOn({ port }: ServerProcess, requests: readonly string[]) {
  return load({ port, requests, connections: CONNECTIONS, seconds: ROUND_SECONDS });
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function rounded(value: number): number {
  return value >= 100 ? Math.round(value) : Math.round(value * 1000) / 1000;
}
