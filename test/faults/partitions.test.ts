import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import fc from "fast-check";
import { expect, inject, onTestFinished, test } from "vitest";
import { auditSeal } from "../../packages/server/src/secrets/audit-seal.ts";
import { ServerSecret } from "../../packages/server/src/secrets/server-secret.ts";
import { openPostgres } from "../../packages/server/src/storage/postgres.ts";
import type { Schema } from "../../packages/server/src/storage/schema.ts";
import { openStore } from "../../packages/server/src/storage/sql-store.ts";
import { SERVER_SECRET } from "../../packages/server/src/test-server.ts";
import { verifyAuditChain } from "../../packages/server/src/usecases/verify-audit-chain.ts";
import { startPostgres } from "../support/postgres-server.ts";
import { BreakableLink, type LinkMode } from "../support/breakable-link.ts";
import { codeOf, isAllowed, type Life, possibleEnds, type Verdict } from "./history.ts";
import { type AskNode, type Call, eventsOf, LifeWriter } from "./life-writer.ts";
import { NodeProcess } from "./node-process.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** For how long faults go on, in seconds. */
    readonly faultSeconds: number;
  }
}

const NODES = [0, 1, 2] as const;
const WRITERS = 4;
/** Short, so that nodes pass it while they are cut off. In milliseconds. */
const MAX_STALENESS_MS = 4_000;
/** By when a node that is cut off has noticed, in milliseconds: it then answers that the database is gone at once. */
const NOTICED_MS = 6_000;
/** What “at once” is on a machine that is busy with all this, in milliseconds. */
const AT_ONCE_MS = 1_500;
/** By when any call has its answer, in milliseconds, whatever happens. */
const ANSWERED_MS = 25_000;
/** By when everything has healed by itself, in milliseconds. */
const HEALED_MS = 30_000;

/** Where it began, to be played again: what it does to whom is then the same, though not to the millisecond. */
const SEED = Number(process.env["LATCHKEY_FAULT_SEED"] ?? Date.now() % 1_000_000_000);

const nowMs = (): number => performance.now();

type Fault =
  | { readonly kind: "link"; readonly node: number; readonly mode: LinkMode; readonly forMs: number }
  | { readonly kind: "drop"; readonly node: number }
  | { readonly kind: "kill"; readonly node: number }
  | { readonly kind: "crash" };

const nodeArbitrary = fc.constantFrom(...NODES);
const faultArbitrary = fc.record({
  afterMs: fc.integer({ min: 300, max: 4_000 }),
  fault: fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant("link" as const),
        node: nodeArbitrary,
        mode: fc.constantFrom<LinkMode[]>("silent", "deaf", "refuse", "slow"),
        // A moment; or until the node has noticed, and trusts itself no more.
        forMs: fc.oneof(fc.integer({ min: 200, max: 3_000 }), fc.integer({ min: 8_000, max: 11_000 })),
      }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant("drop" as const), node: nodeArbitrary }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("kill" as const), node: nodeArbitrary }) },
    { weight: 1, arbitrary: fc.constant({ kind: "crash" as const }) },
  ),
});

/** When a node couldn't reach the database. */
interface Outage {
  readonly node: number;
  readonly fromMs: number;
  untilMs: number;
}

test(
  "rules 1, 11, 12: three nodes that are cut off, killed, and lose their database lose nothing acknowledged, accept nothing past the bound, and heal",
  { timeout: (inject("faultSeconds") + 180) * 1_000 },
  async () => {
    console.log(`LATCHKEY_FAULT_SEED=${SEED}`);
    await using resources = new AsyncDisposableStack();
    const database = resources.use(await startPostgres({ durable: true }));
    const links = await Promise.all(NODES.map(async () => resources.use(await BreakableLink.to(database.url))));
    const nodes = await Promise.all(
      links.map(async ({ url }) =>
        resources.use(
          await NodeProcess.start({
            env: { LATCHKEY_DATABASE_URL: url, LATCHKEY_MAX_STALENESS_SECONDS: String(MAX_STALENESS_MS / 1_000) },
          }),
        ),
      ),
    );
    onTestFinished(({ task }) => {
      if (task.result?.state === "fail") console.log(`seed ${SEED}`, ...nodes.map(({ output }) => output));
    });
    const ask: AskNode = async (node, method, path, body) => {
      const one = nodes[node];
      assert.ok(one);
      return one.ask(method, path, body);
    };
    await allReady(nodes);
    await furnish(ask);

    const writers = Array.from({ length: WRITERS }, (_, index) => new LifeWriter(`w${index}`, NODES.length, nowMs));
    const verdicts: Verdict[] = [];
    const statuses = new Map<number, number>();
    const outages: Outage[] = [];
    const over = new AbortController();
    const { signal } = over;
    const load = [
      ...writers.map((writer) => writeUntil(signal, writer, ask)),
      ...NODES.map((node) => verifyUntil(signal, node, ask, writers, { verdicts, statuses })),
    ];
    const endsMs = nowMs() + inject("faultSeconds") * 1_000;
    const healings: Promise<void>[] = [];
    const faults = fc.sample(faultArbitrary, { seed: SEED, numRuns: 1_000 });
    for (const { afterMs, fault } of faults) {
      await delay(afterMs);
      if (nowMs() > endsMs) break;
      healings.push(inflict(fault, { links, nodes, outages, crash: database.crash }));
    }
    await Promise.all(healings);

    const healedFromMs = nowMs();
    await allReady(nodes);
    for (const node of NODES) {
      const path = "/v1/accounts/host/roles/reader";
      const patch = () => ask(node, "PATCH", path, { description: `Written by node ${node}` });
      await expect.poll(async () => (await patch()).status, { timeout: HEALED_MS }).toBe(200);
    }
    const healedMs = nowMs() - healedFromMs;
    over.abort();
    await Promise.all(load);

    const lives = writers.flatMap((writer) => writer.lives);
    const calls = writers.flatMap((writer) => writer.calls).toSorted((a, b) => a.askedMs - b.askedMs);
    const late = verdicts.filter((verdict) => !isAllowed(verdict, MAX_STALENESS_MS));
    report({ calls, verdicts, statuses, lives, outages, healedMs });
    expect(healedMs).toBeLessThan(HEALED_MS);
    expect(late.map(describeVerdict), "answers that nothing allows").toEqual([]);
    expect(calls.filter(({ status }) => ![0, 200, 201, 204, 503].includes(status))).toEqual([]);
    expect([...statuses.keys()].filter((status) => ![0, 200, 503].includes(status))).toEqual([]);
    expect(calls.filter(({ answeredMs, askedMs }) => answeredMs - askedMs > ANSWERED_MS)).toEqual([]);
    expect(calls.filter((call) => isHeldUp(call, outages))).toEqual([]);
    await compareEnds(nodes, lives, ask);
    await examine(database.url, lives);
  },
);

async function allReady(nodes: readonly NodeProcess[]): Promise<void> {
  for (const node of nodes) {
    const isReady = async () => (await node.ask("GET", "/readyz", undefined, 2_000).catch(() => undefined))?.status;
    await expect.poll(isReady, { timeout: HEALED_MS, interval: 100, message: node.output }).toBe(200);
  }
}

async function furnish(ask: AskNode): Promise<void> {
  const made = [
    await ask(0, "POST", "/v1/accounts", { name: "partner", displayName: "Partner" }),
    await ask(0, "POST", "/v1/accounts", { name: "host", displayName: "Host" }),
    await ask(0, "POST", "/v1/accounts/host/roles", {
      id: "reader",
      name: "Reader",
      resources: ["account.view-roles"],
    }),
  ];
  assert.ok(made.every(({ status }) => status === 201));
  // Who may enter an account a node tells from what it knows, which is all that the others have done by then.
  for (const node of NODES)
    await expect.poll(async () => (await ask(node, "GET", "/v1/accounts/host")).status).toBe(200);
}

async function writeUntil(signal: AbortSignal, writer: LifeWriter, ask: AskNode): Promise<void> {
  while (!signal.aborted) {
    const { status } = await writer.step(ask);
    // A node that is gone refuses at once.
    await delay(status === 0 ? 100 : 20);
  }
}

/** Asks a node about keys, of which half have changed just now. */
async function verifyUntil(
  signal: AbortSignal,
  node: number,
  ask: AskNode,
  writers: readonly LifeWriter[],
  { statuses, verdicts }: { verdicts: Verdict[]; statuses: Map<number, number> },
): Promise<void> {
  for (let turn = 0; !signal.aborted; turn++) {
    const { lives } = writers[turn % writers.length] ?? { lives: [] };
    const life = turn % 2 === 0 ? lives.at(-1 - ((turn >> 1) % 4)) : lives[(turn * 7) % lives.length];
    const token = life ? (turn % 3 === 0 ? 0 : life.tokens.length - 1) : -1;
    const askedMs = nowMs();
    if (life?.key === undefined || token < 0) {
      await delay(20);
      continue;
    }
    const body = { account: "host", key: life.key, token: life.tokens[token] };
    const answer = await ask(node, "POST", "/v1/verify", body).catch(() => ({ status: 0, body: undefined }));
    const answeredMs = nowMs();
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
    if (answer.status === 200) {
      const { code } = answer.body as { code: string };
      verdicts.push({ life, token, node, askedMs, answeredMs, code });
    }
    await delay(answer.status === 0 ? 100 : 10);
  }
}

interface Victims {
  readonly links: readonly BreakableLink[];
  readonly nodes: readonly NodeProcess[];
  readonly outages: Outage[];
  readonly crash: () => Promise<void>;
}

let crashing: Promise<void> = Promise.resolve();

/** Resolves when it is over. What comes to a link that is broken already takes the place of what was. */
async function inflict(fault: Fault, { crash, links, nodes, outages }: Victims): Promise<void> {
  switch (fault.kind) {
    case "crash":
      crashing = crashing.then(crash);
      return crashing;
    case "kill":
      nodes[fault.node]?.kill();
      return;
    case "drop":
      links[fault.node]?.drop();
      return;
    case "link": {
      const link = links[fault.node];
      // One after another on each link, so that it is known how long each lasts.
      if (link?.mode !== "open") return;
      const outage: Outage = { node: fault.node, fromMs: nowMs(), untilMs: Number.POSITIVE_INFINITY };
      if (fault.mode !== "slow") outages.push(outage);
      link.mode = fault.mode;
      await delay(fault.forMs);
      link.mode = "open";
      outage.untilMs = nowMs();
    }
  }
}

/** Whether a call came while its node must have noticed that the database is gone, and wasn't answered at once. */
function isHeldUp({ answeredMs, askedMs, node, status }: Call, outages: readonly Outage[]): boolean {
  if (status === 0 || answeredMs - askedMs <= AT_ONCE_MS) return false;
  return outages.some(
    (outage) => outage.node === node && askedMs > outage.fromMs + NOTICED_MS && askedMs + AT_ONCE_MS < outage.untilMs,
  );
}

function describeVerdict({ askedMs, answeredMs, code, life, node, token }: Verdict): object {
  return { node, code, token, askedMs, answeredMs, changes: life.changes.map((change) => ({ ...change })) };
}

function report(what: {
  calls: readonly Call[];
  verdicts: readonly Verdict[];
  statuses: ReadonlyMap<number, number>;
  lives: readonly Life[];
  outages: readonly Outage[];
  healedMs: number;
}): void {
  const byStatus = Object.groupBy(what.calls, ({ status }) => status);
  const counts = Object.entries(byStatus).map(([status, calls]) => `${status}: ${calls?.length}`);
  const longestMs = Math.max(...what.calls.map(({ answeredMs, askedMs }) => answeredMs - askedMs));
  console.log(
    [
      `changes ${counts.join(", ")} (the longest took ${Math.round(longestMs)} ms)`,
      `verifications ${[...what.statuses].map(([status, count]) => `${status}: ${count}`).join(", ")}`,
      `${what.lives.length} keys, ${what.outages.length} outages, healed within ${Math.round(what.healedMs)} ms`,
    ].join("; "),
  );
}

/** All nodes agree on how each key ended, and that is as it was acknowledged. */
async function compareEnds(nodes: readonly NodeProcess[], lives: readonly Life[], ask: AskNode): Promise<void> {
  await allReady(nodes);
  for (const life of lives) {
    const { key, tokens } = life;
    if (key === undefined) continue;
    const ends = possibleEnds(life);
    for (const [token, text] of tokens.entries()) {
      const codes: string[] = [];
      for (const node of NODES) {
        const { body } = await ask(node, "POST", "/v1/verify", { account: "host", key, token: text });
        codes.push((body as { code: string }).code);
      }
      expect(new Set(codes).size, `${life.name}: ${codes.join(", ")}`).toBe(1);
      expect(ends.map((end) => codeOf(end, token))).toContain(codes[0]);
    }
  }
}

/** Looks into the database: each account's log says what was done, once, in an unbroken chain, and nothing is left over. */
async function examine(url: string, lives: readonly Life[]): Promise<void> {
  const seal = auditSeal(new ServerSecret(SERVER_SECRET));
  const engine = await openPostgres<Schema>(url);
  const store = await openStore({ engine, seal, nowMs: Date.now, newId: () => "unused" });
  try {
    await expect.poll(() => store.outbox.next(), { timeout: 10_000 }).toBeUndefined();
    for (const head of await store.reads.audit.heads()) {
      expect(await verifyAuditChain(store.reads.audit, seal, head.account, { head })).toMatchObject({ fault: null });
    }
    for (const account of ["partner", "host"] as const) {
      const found = new Map<string, string[]>();
      for await (const { action, target } of store.reads.audit.walk(account)) {
        if (action !== "key.renewal-completed") found.set(target, [...(found.get(target) ?? []), action]);
      }
      for (const { changes, key, name } of lives) {
        if (key === undefined) continue;
        const operations = changes.map(({ operation }) => operation);
        const isOpen = changes.at(-1)?.acknowledgedMs === Number.POSITIVE_INFINITY;
        const possible = [operations, ...(isOpen ? [operations.slice(0, -1)] : [])].map((some) =>
          eventsOf(some)[account].toSorted(),
        );
        expect(possible, `${name} in ${account}'s log`).toContainEqual((found.get(key) ?? []).toSorted());
      }
    }
    const kept = await engine.reader
      .selectFrom("api_keys" as "changes")
      .select(({ fn }) => fn.countAll().as("n"))
      .execute();
    const known = lives.filter(({ key }) => key !== undefined).length;
    const unknown = lives.filter(({ key }) => key === undefined).length;
    expect(Number(kept[0]?.n)).toBeGreaterThanOrEqual(known);
    expect(Number(kept[0]?.n)).toBeLessThanOrEqual(known + unknown);
  } finally {
    await store.close();
  }
}
