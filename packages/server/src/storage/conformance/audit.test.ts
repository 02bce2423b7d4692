import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { PLATFORM } from "../../domain/account.ts";
import type { AuditEvent } from "../../domain/audit-event.ts";
import type { AuditFilter } from "../store.ts";
import { type Head, verifyAuditChain } from "../../usecases/verify-audit-chain.ts";
import { engineNames } from "../test-database.ts";
import { ANA, collect, event, firstPage, openTestStore, SEAL, START_MS, type TestStore } from "./test-store.ts";

const REQUEST = { requestId: "request-1", ip: "2001:db8::1" };

function record(store: TestStore, ...events: Partial<AuditEvent>[]) {
  return store.change(REQUEST, async (tx) => {
    for (const fields of events) await tx.record(event(fields));
  });
}

/** How an account's log comes out against the head that stands in the database. */
async function verified(store: TestStore, account: string, kept?: Head) {
  const head = (await store.reads.audit.heads()).find((one) => one.account === account);
  return verifyAuditChain(store.reads.audit, SEAL, account, { head, kept });
}

async function logOf(store: TestStore, account: string) {
  return collect(store.reads.audit.walk(account));
}

describe.each(engineNames)("the audit log on %s", (name) => {
  test("keeps every field of an event as it was", async () => {
    const store = await openTestStore(name);
    const whole = event({
      account: "acme",
      actor: { kind: "key", id: "lk-zoom-1", name: "Zoom's “ERP” 😀", owner: "zoom" },
      action: "external-key.changed",
      target: "lk-zoom-1",
      counterpart: "zoom",
      before: { name: "=cmd()", roles: [], status: "active", expiresAtMs: null },
      after: { name: "‏עברית", roles: ["b", "a"], status: "inactive", expiresAtMs: START_MS, flag: true },
    });
    const plain = event({ account: "acme", actor: ANA });
    await record(store, whole, plain);

    const log = await logOf(store, "acme");
    const placed = {
      atMs: START_MS,
      ...REQUEST,
      secretId: SEAL.secretId,
      mac: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    };
    expect(log).toEqual([
      { ...whole, sequence: 1, ...placed },
      { ...plain, sequence: 2, ...placed },
    ]);
  });

  test("numbers each account's events from 1 without gaps, across changes that fail or change nothing", async () => {
    const store = await openTestStore(name);
    await record(store, { account: "acme" }, { account: "zoom" }, { account: "acme" });
    await store
      .change(REQUEST, async (tx) => {
        await tx.record(event({ account: "acme" }));
        throw new Error("no");
      })
      .catch(() => undefined);
    await store.change(REQUEST, async (tx) => {
      await tx.record(event({ account: "zoom" }));
      return tx.unchanged(undefined);
    });
    await record(store, { account: "zoom" }, { account: "acme" });

    expect((await logOf(store, "acme")).map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
    expect((await logOf(store, "zoom")).map(({ sequence }) => sequence)).toEqual([1, 2]);
    expect(await verified(store, "acme")).toEqual({ account: "acme", events: 3, fault: null });
    expect(await verified(store, "zoom")).toEqual({ account: "zoom", events: 2, fault: null });
  });

  test("says where each log ends, by account", async () => {
    const store = await openTestStore(name);
    await record(store, { account: "zoom" }, { account: PLATFORM }, { account: "acme" }, { account: "acme" });
    const [acme] = (await logOf(store, "acme")).slice(-1);
    expect(await store.reads.audit.heads()).toMatchObject([
      { account: PLATFORM, sequence: 1 },
      { account: "acme", sequence: 2, mac: acme?.mac },
      { account: "zoom", sequence: 1 },
    ]);
  });

  test("walks a log longer than one batch", async () => {
    const store = await openTestStore(name);
    await record(store, ...Array.from({ length: 501 }, (_, index) => ({ account: "acme", target: `t${index}` })));
    expect((await logOf(store, "acme")).map(({ target }) => target)).toEqual(
      Array.from({ length: 501 }, (_, index) => `t${index}`),
    );
    expect(await verified(store, "acme")).toMatchObject({ events: 501, fault: null });
  });

  test("verifies what came after the head was read, too", async () => {
    const store = await openTestStore(name);
    await record(store, { account: "acme" });
    const [head] = await store.reads.audit.heads();
    await record(store, { account: "acme" });
    expect(await verifyAuditChain(store.reads.audit, SEAL, "acme", { head })).toMatchObject({ events: 2, fault: null });
  });

  const inAcme = sql`account = 'acme'`;
  test.each([
    ["an event removed from the middle", sql`delete from audit_events where ${inAcme} and sequence = 2`, 2, "missing"],
    ["the first event removed", sql`delete from audit_events where ${inAcme} and sequence = 1`, 1, "missing"],
    ["the end cut off", sql`delete from audit_events where ${inAcme} and sequence > 2`, 3, "missing"],
    ["all events removed", sql`delete from audit_events where ${inAcme}`, 1, "missing"],
    ["a target altered", sql`update audit_events set target = 'x' where ${inAcme} and sequence = 3`, 3, "altered"],
    ["a time altered", sql`update audit_events set at_ms = 1 where ${inAcme} and sequence = 1`, 1, "altered"],
    ["an actor altered", sql`update audit_events set actor = '{}' where ${inAcme} and sequence = 2`, 2, "altered"],
    ["what it was altered", sql`update audit_events set before = '{}' where ${inAcme} and sequence = 2`, 2, "altered"],
    [
      "what it became altered",
      sql`update audit_events set after = null where ${inAcme} and sequence = 2`,
      2,
      "altered",
    ],
    ["a counterpart added", sql`update audit_events set counterpart = 'z' where ${inAcme}`, 1, "altered"],
    [
      "a request altered",
      sql`update audit_events set request_id = null where ${inAcme} and sequence = 4`,
      4,
      "altered",
    ],
    ["an address altered", sql`update audit_events set ip = '::' where ${inAcme} and sequence = 4`, 4, "altered"],
    ["a seal altered", sql`update audit_events set mac = 'ff' where ${inAcme} and sequence = 2`, 2, "altered"],
    ["another secret named", sql`update audit_events set secret_id = 'x' where ${inAcme}`, 1, "unknown-secret"],
    ["a head altered", sql`update audit_heads set mac = 'ff' where ${inAcme}`, 4, "head"],
    ["a head set back", sql`update audit_heads set sequence = 3 where ${inAcme}`, 3, "head"],
    ["a head taken away", sql`delete from audit_heads where ${inAcme}`, 5, "head"],
    [
      "an event forged behind the head",
      sql`insert into audit_events (account, sequence, at_ms, actor, actor_search, action, target, mac, secret_id)
        select account, 5, at_ms, actor, actor_search, action, target, mac, secret_id
        from audit_events where ${inAcme} and sequence = 4`,
      5,
      "altered",
    ],
  ] as const)("shows %s", async (_what, tampering, sequence, reason) => {
    const store = await openTestStore(name);
    const acme = { account: "acme", after: { name: "n" } };
    await record(store, acme, acme, acme, acme, { account: "zoom" });
    await tampering.execute(store.engine.writer);
    const fault = { account: "acme", sequence, reason };
    expect(await verified(store, "acme")).toEqual({ account: "acme", events: sequence - 1, fault });
    expect(await verified(store, "zoom")).toMatchObject({ fault: null });
  });

  test("shows two events that changed places, and one that was moved from another account's log", async () => {
    const store = await openTestStore(name);
    const db = store.engine.writer;
    await record(store, { account: "acme" }, { account: "acme" }, { account: "acme" }, { account: "zoom" });
    await sql`update audit_events set sequence = 0 where ${inAcme} and sequence = 2`.execute(db);
    await sql`update audit_events set sequence = 2 where ${inAcme} and sequence = 3`.execute(db);
    await sql`update audit_events set sequence = 3 where ${inAcme} and sequence = 0`.execute(db);
    expect(await verified(store, "acme")).toMatchObject({ fault: { sequence: 2, reason: "altered" } });

    await sql`delete from audit_events where ${inAcme} and sequence = 1`.execute(db);
    await sql`update audit_events set account = 'acme' where account = 'zoom'`.execute(db);
    expect(await verified(store, "acme")).toMatchObject({ fault: { sequence: 1, reason: "altered" } });
    expect(await verified(store, "zoom")).toMatchObject({ fault: { sequence: 1, reason: "missing" } });
  });

  test("lists what a filter asks for, in one account", async () => {
    const store = await openTestStore(name);
    store.clock.nowMs = START_MS;
    await record(store, { account: "acme", actor: ANA, target: "t1" }, { account: "zoom", actor: ANA, target: "t1" });
    store.clock.nowMs = START_MS + 1_000;
    const jose = { kind: "user", id: "user-jose", name: "José Núñez" } as const;
    await record(store, { account: "acme", actor: jose, target: "t2", action: "key.deleted" });
    store.clock.nowMs = START_MS + 2_000;
    await record(store, { account: "acme", actor: { ...ANA, name: "100% Ana_" }, target: "t3" });

    const targets = async (filter: AuditFilter) => {
      const page = await store.reads.audit.list("acme", filter, firstPage("sequence"));
      expect(page.total).toBe(page.items.length);
      return page.items.map(({ target }) => target);
    };
    expect(await targets({})).toEqual(["t1", "t2", "t3"]);
    expect(await targets({ action: "key.deleted" })).toEqual(["t2"]);
    expect(await targets({ target: "t1" })).toEqual(["t1"]);
    expect(await targets({ target: "t" })).toEqual([]);
    expect(await targets({ fromMs: START_MS + 1_000 })).toEqual(["t2", "t3"]);
    expect(await targets({ toMs: START_MS + 1_000 })).toEqual(["t1"]);
    expect(await targets({ fromMs: START_MS + 1_000, toMs: START_MS + 1_001 })).toEqual(["t2"]);
    expect(await targets({ actor: "nunez" })).toEqual(["t2"]);
    expect(await targets({ actor: "JOSÉ" })).toEqual(["t2"]);
    expect(await targets({ actor: "user-ana" })).toEqual(["t1", "t3"]);
    expect(await targets({ actor: "0% a" })).toEqual(["t3"]);
    expect(await targets({ actor: "%" })).toEqual(["t3"]);
    expect(await targets({ actor: "_" })).toEqual(["t3"]);
    expect(await targets({ actor: "user-jose", action: "account.changed" })).toEqual([]);
  });

  test("lists a family of actions, and what another account is concerned in", async () => {
    const store = await openTestStore(name);
    await record(
      store,
      { account: "acme", action: "key.deleted", target: "t1" },
      { account: "acme", action: "external-key.added", target: "t2", counterpart: "zoom" },
      { account: "acme", action: "key.changed", target: "t3", counterpart: "zoom-2" },
    );
    const targets = async (filter: AuditFilter) =>
      (await store.reads.audit.list("acme", filter, firstPage("sequence"))).items.map(({ target }) => target);
    expect(await targets({ action: "key." })).toEqual(["t1", "t3"]);
    expect(await targets({ action: "external-key." })).toEqual(["t2"]);
    for (const action of ["key", "KEY.", "k_y.", "%.", ".", "key.d", "key.deleted."]) {
      expect(await targets({ action })).toEqual([]);
    }
    expect(await targets({ counterpart: "zoom" })).toEqual(["t2"]);
    expect(await targets({ counterpart: "zoom", action: "key." })).toEqual([]);
    expect(await targets({ counterpart: "' or ''='" })).toEqual([]);
  });

  test("walks what a filter asks for, through batches, up to a sequence", async () => {
    const store = await openTestStore(name);
    await record(
      store,
      ...Array.from({ length: 1_203 }, (_, index) => ({
        account: "acme",
        action: index % 2 === 0 ? ("key.changed" as const) : ("key.deleted" as const),
      })),
    );
    const walked = await collect(store.reads.audit.walk("acme", { filter: { action: "key.changed" }, through: 1_101 }));
    expect(walked.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 551 }, (_, index) => index * 2 + 1));
    expect(await collect(store.reads.audit.walk("acme", { through: 3 }))).toHaveLength(3);
    expect(await collect(store.reads.audit.walk("zoom"))).toEqual([]);
  });

  test("says where one log ends, and since when", async () => {
    const store = await openTestStore(name);
    await record(store, { account: "acme" }, { account: "zoom" });
    store.clock.nowMs += 5_000;
    await record(store, { account: "acme" });
    const [, last] = await logOf(store, "acme");
    expect(await store.reads.audit.head("acme")).toEqual({
      account: "acme",
      sequence: 2,
      mac: last?.mac,
      atMs: START_MS + 5_000,
    });
    expect(await store.reads.audit.head("nobody")).toBeUndefined();
  });

  test("shows against a kept head what was cut off or written over together with the log's own head", async () => {
    const store = await openTestStore(name);
    const acme = { account: "acme" };
    await record(store, acme, acme, acme, acme);
    const log = await logOf(store, "acme");
    const kept = (sequence: number): Head => ({ sequence, mac: log[sequence - 1]?.mac ?? "" });
    for (const sequence of [0, 1, 4])
      expect(await verified(store, "acme", kept(sequence))).toMatchObject({ fault: null });
    await record(store, acme);
    expect(await verified(store, "acme", kept(4))).toMatchObject({ events: 5, fault: null });

    const db = store.engine.writer;
    await sql`delete from audit_events where account = 'acme' and sequence > 2`.execute(db);
    await sql`update audit_heads set sequence = 2, mac = ${kept(2).mac} where account = 'acme'`.execute(db);
    expect(await verified(store, "acme")).toMatchObject({ events: 2, fault: null });
    expect(await verified(store, "acme", kept(2))).toMatchObject({ events: 2, fault: null });
    expect(await verified(store, "acme", kept(4))).toMatchObject({
      events: 2,
      fault: { sequence: 3, reason: "cut-off" },
    });
    await record(store, { ...acme, target: "another" }, { ...acme, target: "another" }, acme);
    expect(await verified(store, "acme")).toMatchObject({ events: 5, fault: null });
    expect(await verified(store, "acme", kept(4))).toMatchObject({ fault: { sequence: 4, reason: "kept-head" } });
    expect(await verified(store, "acme", { sequence: 0, mac: "ff" })).toMatchObject({ fault: { reason: "kept-head" } });
  });

  test("finds the platform's log intact before anything stands in it, but no account's", async () => {
    const store = await openTestStore(name);
    expect(await verified(store, PLATFORM)).toEqual({ account: PLATFORM, events: 0, fault: null });
    expect(await verified(store, "acme")).toMatchObject({ events: 0, fault: { sequence: 1, reason: "head" } });
  });
});
