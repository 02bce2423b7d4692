import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { createPostgresDatabase } from "../../../../test/support/postgres.ts";
import { CRASHES } from "../../../../test/support/thoroughness.ts";
import { Program } from "../../../../test/support/program.ts";
import { auditSeal } from "../secrets/audit-seal.ts";
import { ServerSecret } from "../secrets/server-secret.ts";
import type { SqlEngine } from "../storage/engine.ts";
import { openPostgres } from "../storage/postgres.ts";
import { openStore } from "../storage/sql-store.ts";
import { openSqlite } from "../storage/sqlite.ts";
import type { Schema } from "../storage/schema.ts";
import { type Ask, eventsOf, type Life, type State, stateAfter, Writer } from "./test-crash-writer.ts";
import { OPERATOR_TOKEN, SERVER_SECRET } from "../test-server.ts";
import { verifyAuditChain } from "../usecases/verify-audit-chain.ts";

const WRITERS = 4;
/** After how many acknowledgements each crash comes. */
const momentsOf = (crashes: number) =>
  fc.sample(fc.integer({ min: 1, max: 24 }), { numRuns: crashes, seed: 20_261_123 });

/** Where a server keeps what it knows. */
interface Place {
  readonly folder: string;
  /** `undefined`: embedded, in the folder. */
  readonly databaseUrl: string | undefined;
}

// Side by side: each is one server, which starts again and again on one core.
test.concurrent.for(Object.entries(CRASHES).filter(([, crashes]) => crashes > 0))(
  "rules 1, 11: on %s, kill -9 %d times during writes: nothing acknowledged is lost, nothing is done by half, each account is told once",
  { timeout: Math.max(...Object.values(CRASHES)) * 6_000 },
  async ([engineName, crashes], { expect }) => {
    await using database = engineName === "postgres" ? await createPostgresDatabase() : undefined;
    await using resources = new AsyncDisposableStack();
    const folder = await mkdtemp(join(tmpdir(), "latchkey-crash-"));
    resources.defer(() => rm(folder, { recursive: true, force: true }));
    const place: Place = { folder, databaseUrl: database?.url };
    const writers = Array.from({ length: WRITERS }, (_, index) => new Writer(`writer-${index + 1}`));
    let { ask, program } = await start(place);
    resources.defer(async () => void (await program.stop("SIGKILL")));
    await furnish(ask);
    for (const moment of momentsOf(crashes)) {
      let left = moment;
      await Promise.all(
        writers.map((writer) =>
          writer.write(ask, () => {
            if (--left === 0) program.kill("SIGKILL");
          }),
        ),
      );
      assert.equal(await program.exited, null, program.output);
      ({ ask, program } = await start(place));
      for (const writer of writers) await settle(ask, writer.lives.at(-1));
    }

    const lives = writers.flatMap((writer) => writer.lives).filter((life) => life.done.length > 0);
    expect(lives.length).toBeGreaterThan(crashes);
    for (const life of lives) assert.deepEqual(await stateOf(ask, life), stateAfter(life.done), life.name);
    const told = lives
      .flatMap((life) => eventsOf(life.done))
      .flatMap(({ host, partner }) => [...host.told, ...partner.told]);
    await expect.poll(() => mirrored(ask), { timeout: 5_000 }).toBeGreaterThanOrEqual(told.length);
    await program.stop();
    await examine(place, lives);
  },
);

/** Starts a server on a place's database, and waits until it listens. */
async function start({ databaseUrl, folder }: Place): Promise<{ program: Program; ask: Ask }> {
  const program = new Program(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", fileURLToPath(new URL("test-crash-server.ts", import.meta.url))],
    {
      env: {
        PORT: "0",
        LATCHKEY_DATA_DIR: folder,
        LATCHKEY_SECRET: SERVER_SECRET,
        LATCHKEY_OPERATOR_TOKEN: OPERATOR_TOKEN,
        ...(databaseUrl === undefined ? {} : { LATCHKEY_DATABASE_URL: databaseUrl }),
      },
    },
  );
  assert.ok(await program.printed("listens on http"), program.output);
  const url = /listens on (http:\S+)/.exec(program.output)?.[1] ?? "";
  return {
    program,
    async ask(method, path, body) {
      const json = body ? { body: JSON.stringify(body), headers: { "content-type": "application/json" } } : {};
      const headers = { authorization: `Bearer ${OPERATOR_TOKEN}`, ...json.headers };
      const answer = await fetch(url + path, { ...json, method, headers });
      const text = await answer.text();
      return { status: answer.status, body: text === "" ? undefined : JSON.parse(text) };
    },
  };
}

async function furnish(ask: Ask): Promise<void> {
  const made = [
    await ask("POST", "/v1/accounts", { name: "partner", displayName: "Partner" }),
    await ask("POST", "/v1/accounts", { name: "host", displayName: "Host" }),
    await ask("POST", "/v1/accounts/partner/roles", { id: "own", name: "Own", resources: ["account.view-users"] }),
    await ask("POST", "/v1/accounts/host/roles", { id: "reader", name: "Reader", resources: ["account.view-roles"] }),
    await ask("POST", "/v1/accounts/host/roles", { id: "auditor", name: "Auditor", resources: ["account.view-audit"] }),
  ];
  assert.ok(made.every(({ status }) => status === 201));
}

/** After a crash: what had been acknowledged is there, and what had only been asked for is there whole or not at all. */
async function settle(ask: Ask, life: Life | undefined): Promise<void> {
  if (!life) return;
  const found = await stateOf(ask, life);
  if (life.asked) {
    const without = stateAfter(life.done);
    const withIt = stateAfter([...life.done, life.asked]);
    const isDone = JSON.stringify(found) === JSON.stringify(withIt);
    if (!isDone) assert.deepEqual(found, without, `${life.name} after “${life.asked}” was asked for`);
    if (isDone) life.done.push(life.asked);
    life.asked = undefined;
  } else {
    assert.deepEqual(found, stateAfter(life.done), life.name);
  }
}

/** What the API says of a key, which has to be what verification says of it. */
async function stateOf(ask: Ask, life: Life): Promise<State> {
  interface Found {
    readonly key: string;
    readonly status: "active" | "inactive";
    readonly roles: { readonly id: string }[];
    readonly tokens: unknown[];
  }
  const list = (await ask("GET", `/v1/accounts/partner/api-keys?search=${life.name}&limit=200`)).body as {
    items: (Found & { name: string })[];
  };
  const own = list.items.find(({ name }) => name === life.name);
  if (own) {
    life.key ??= own.key;
    assert.deepEqual(
      { roles: own.roles.map(({ id }) => id), tokens: own.tokens.length },
      { roles: ["own"], tokens: 1 },
    );
  }
  const wasThere = life.key !== undefined;
  const admission = await ask("GET", `/v1/accounts/host/external-keys/${life.key ?? "none"}`);
  const hostRoles = admission.status === 404 ? null : (admission.body as Found).roles.map(({ id }) => id).join();
  const state: State = { status: own?.status ?? (wasThere ? "deleted" : "none"), hostRoles };
  if (life.token !== undefined) {
    const { body } = await ask("POST", "/v1/verify", { account: "host", key: life.key, token: life.token });
    const { code, roles } = body as { code: string; roles?: string[] };
    assert.deepEqual({ code, roles: roles?.join() }, verificationOf(state), life.name);
  }
  return state;
}

function verificationOf({ status, hostRoles }: State): { code: string; roles: string | undefined } {
  if (status === "deleted" || status === "none") return { code: "INVALID_CREDENTIALS", roles: undefined };
  if (status === "inactive") return { code: "KEY_INACTIVE", roles: undefined };
  return hostRoles === null ? { code: "NOT_ADMITTED", roles: undefined } : { code: "VALID", roles: hostRoles };
}

/** How many events the accounts were told by each other. */
async function mirrored(ask: Ask): Promise<number> {
  let told = 0;
  for (const [account, other] of [
    ["host", "partner"],
    ["partner", "host"],
  ]) {
    const { body } = await ask("GET", `/v1/accounts/${account}/audit-events?actor=${other}&limit=1`);
    told += (body as { total: number }).total;
  }
  return told;
}

/** Looks into the database itself: the logs say what was done, each once and in unbroken chains, and nothing is left over. */
async function examine({ databaseUrl, folder }: Place, lives: readonly Life[]): Promise<void> {
  const seal = auditSeal(new ServerSecret(SERVER_SECRET));
  const path = join(folder, "latchkey.db");
  const engine: SqlEngine<Schema> =
    databaseUrl === undefined ? await openSqlite<Schema>(path) : await openPostgres<Schema>(databaseUrl);
  const store = await openStore({ engine, seal, nowMs: Date.now, newId: () => "unused" });
  const count = async (from: string) => {
    const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.raw(from)}`.execute(engine.reader);
    return rows[0]?.n;
  };
  try {
    expect(await store.outbox.next()).toBeUndefined();
    for (const head of await store.reads.audit.heads()) {
      expect(await verifyAuditChain(store.reads.audit, seal, head.account, { head })).toMatchObject({ fault: null });
    }
    for (const account of ["partner", "host"] as const) {
      const found = new Map<string, { own: string[]; told: string[] }>();
      for await (const { action, actor, target } of store.reads.audit.walk(account)) {
        if (!target.startsWith("lk-")) continue;
        const events = found.get(target) ?? { own: [], told: [] };
        events[actor.kind === "account" ? "told" : "own"].push(action);
        found.set(target, events);
      }
      const expected = new Map(lives.map((life) => [life.key ?? "", eventsOf(life.done)[account]]));
      for (const [key, { own, told }] of expected) if (own.length + told.length === 0) expected.delete(key);
      assert.deepEqual(found, expected);
    }
    const alive = lives.filter((life) => stateAfter(life.done).status !== "deleted").length;
    expect(await count("api_keys")).toBe(lives.length);
    expect(await count("api_keys where status <> 'deleted'")).toBe(alive);
    expect(await count("api_tokens")).toBe(alive);
    expect(await count("api_key_roles")).toBe(alive);
    expect(await count("external_keys")).toBe(await count("external_key_roles"));
  } finally {
    await store.close();
  }
  if (databaseUrl !== undefined) return;
  using database = new DatabaseSync(path);
  expect(database.prepare("pragma integrity_check").get()).toEqual({ integrity_check: "ok" });
  expect(database.prepare("pragma foreign_key_check").all()).toEqual([]);
}
