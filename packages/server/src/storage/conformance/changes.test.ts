import { describe, expect, test } from "vitest";
import { PLATFORM } from "../../domain/account.ts";
import { engineNames } from "../test-database.ts";
import {
  account,
  collect,
  event,
  firstPage,
  NOBODY,
  openTestStore,
  START_MS,
  type TestStore,
  write,
} from "./test-store.ts";

async function revisions(store: TestStore) {
  return (await store.feed.after(0, 1_000)).map(({ revision }) => revision);
}

async function names(store: TestStore) {
  return (await store.reads.accounts.list({}, firstPage("name"))).items.map(({ name }) => name);
}

/** Everything that a change can leave: rows, events, a revision, a note. */
async function traces(store: TestStore) {
  return {
    accounts: await names(store),
    heads: await store.reads.audit.heads(),
    feed: await store.feed.after(0, 1_000),
    position: await store.feed.position(),
    note: await store.outbox.next(),
  };
}

describe.each(engineNames)("changing on %s", (name) => {
  test("commits rows, events, the revision and notes together, and answers with value and revision", async () => {
    const store = await openTestStore(name);
    const committed = await store.change({ requestId: "request-1", ip: "192.0.2.1" }, async (tx) => {
      await tx.accounts.insert(account("acme"));
      await tx.record(event({ account: "acme", action: "account.created", target: "acme" }));
      tx.changed({ kind: "account", account: "acme" });
      tx.changed({ kind: "key", key: "lk-acme-1" });
      await tx.announce({ action: "key.deleted", actingAccount: "acme", recipients: [{ account: "zoom", key: "k" }] });
      return "done";
    });

    const leaves = { announcements: true, deliveries: false };
    expect(committed).toEqual({ value: "done", revision: 1, leaves });
    expect(await names(store)).toEqual(["acme"]);
    expect(await store.feed.after(0, 10)).toEqual([
      {
        revision: 1,
        atMs: START_MS,
        changes: [
          { kind: "account", account: "acme" },
          { kind: "key", key: "lk-acme-1" },
        ],
      },
    ]);
    const { items } = await store.reads.audit.list("acme", {}, firstPage("sequence"));
    expect(items).toMatchObject([{ sequence: 1, atMs: START_MS, requestId: "request-1", ip: "192.0.2.1" }]);
    expect(await store.outbox.next()).toMatchObject({ atMs: START_MS, delivered: 0 });
  });

  test("rule 11: leaves its notes in the order in which they were left", async () => {
    const store = await openTestStore(name);
    const recipients = [{ account: "zoom", key: "k" }];
    const left = ["key.renewed", "key.renewal-completed", "key.deleted", "key.generated", "key.changed"] as const;
    await write(store, async (tx) => {
      for (const action of left) await tx.announce({ action, actingAccount: "acme", recipients });
    });
    await write(store, (tx) => tx.announce({ action: "key.activated", actingAccount: "acme", recipients }));
    const found = [];
    for (let note = await store.outbox.next(); note; note = await store.outbox.next()) {
      const { id } = note;
      found.push(note.announcement.action);
      await write(store, (tx) => tx.outbox.advance(id, 0, 1, 1));
    }
    expect(found).toEqual([...left, "key.activated"]);
  });

  test("rolls back whole when its work throws, and hands on what was thrown", async () => {
    const store = await openTestStore(name);
    await write(store, (tx) => tx.accounts.insert(account("acme")));
    const before = await traces(store);
    const failure = new Error("changed my mind");

    const change = write(store, async (tx) => {
      await tx.accounts.insert(account("zoom"));
      await tx.accounts.update("acme", { status: "suspended" });
      await tx.record(event());
      tx.changed({ kind: "account", account: "zoom" });
      await tx.announce({ action: "key.deleted", actingAccount: "acme", recipients: [{ account: "zoom", key: "k" }] });
      throw failure;
    });
    await expect(change).rejects.toBe(failure);

    expect(await traces(store)).toEqual(before);
    expect(await store.reads.accounts.find("acme")).toMatchObject({ status: "active" });
    expect(await write(store, async () => "next")).toMatchObject({ value: "next", revision: 2 });
  });

  test("rolls back whole when a statement fails, though the work catches it", async () => {
    const store = await openTestStore(name);
    await write(store, (tx) => tx.accounts.insert(account("acme")));
    const before = await traces(store);

    const change = write(store, async (tx) => {
      await tx.accounts.insert(account("zoom"));
      await tx.roles.insert("nobody", { id: "r", name: "R", description: "", resources: [] }).catch(() => undefined);
    });
    await expect(change).rejects.toThrow(/transaction/);
    expect(await traces(store)).toEqual(before);
  });

  test("rule 11: fails where no audit event was recorded, and leaves nothing", async () => {
    const store = await openTestStore(name);
    const before = await traces(store);
    const change = store.change(NOBODY, (tx) => tx.accounts.insert(account("acme")));
    await expect(change).rejects.toThrow("without an audit event");
    expect(await traces(store)).toEqual(before);
  });

  test("rule 11: fails where the audit event can't be written", async () => {
    const store = await openTestStore(name);
    const before = await traces(store);
    const { schema } = store.engine.writer;
    await schema.alterTable("audit_events").renameTo("audit_events_gone").execute();
    await expect(write(store, (tx) => tx.accounts.insert(account("acme")))).rejects.toThrow("audit_events");
    await schema.alterTable("audit_events_gone").renameTo("audit_events").execute();
    expect(await traces(store)).toEqual(before);
  });

  test("leaves no trace where nothing is to change, and answers with the newest revision", async () => {
    const store = await openTestStore(name);
    await write(store, (tx) => tx.accounts.insert(account("acme")));
    const before = await traces(store);

    const committed = await store.change(NOBODY, async (tx) => {
      await tx.accounts.insert(account("needless"));
      await tx.record(event());
      return tx.unchanged("as it was");
    });

    expect(committed).toMatchObject({ value: "as it was", revision: 1 });
    expect(await traces(store)).toEqual(before);
  });

  test("sees its own writes, which nobody else sees before it ends", async () => {
    const store = await openTestStore(name);
    await write(store, async (tx) => {
      await tx.accounts.insert(account("acme"));
      expect(await tx.accounts.find("acme")).toEqual(account("acme"));
      expect((await tx.accounts.list({}, firstPage("name"))).total).toBe(1);
      await tx.catalog.replace({ products: [], roles: [] });
      expect(await tx.catalog.find()).toEqual({ products: [], roles: [] });
      // Reads never wait for a change: this one resolves while the change is open.
      expect(await store.reads.accounts.find("acme")).toBeUndefined();
      expect(await store.reads.catalog.find()).toBeUndefined();
      expect(await store.feed.position()).toMatchObject({ revision: 0 });
    });
    expect(await store.reads.accounts.find("acme")).toEqual(account("acme"));
    expect(await store.reads.catalog.find()).toEqual({ products: [], roles: [] });
  });

  test("forgets a catalog that was rolled back", async () => {
    const store = await openTestStore(name);
    const named = (id: string) => ({ products: [], roles: [{ id, name: id, description: "", resources: [] }] });
    const change = write(store, async (tx) => {
      await tx.catalog.replace(named("never"));
      await tx.catalog.find();
      throw new Error("no");
    });
    await expect(change).rejects.toThrow("no");
    expect(await store.reads.catalog.find()).toBeUndefined();
    // The next change gets the revision that the other one would have had.
    await write(store, (tx) => tx.catalog.replace(named("first")));
    expect(await store.reads.catalog.find()).toEqual(named("first"));
    await write(store, (tx) => tx.catalog.replace(named("second")));
    expect(await store.reads.catalog.find()).toEqual(named("second"));
  });

  test("runs one after another, in the order of the revisions, however many begin at once", async () => {
    const store = await openTestStore(name);
    const other = await openTestStore(name, { database: store.database });
    await write(store, (tx) => tx.accounts.insert(account("counter", { displayName: "0" })));

    const increments = Array.from({ length: 30 }, (_, index) =>
      write(index % 2 === 0 ? store : other, async (tx) => {
        const found = await tx.accounts.find("counter");
        const next = Number(found?.displayName) + 1;
        await tx.accounts.update("counter", { displayName: String(next) });
        return next;
      }),
    );
    const committed = await Promise.all(increments);

    // No increment was lost, and each revision saw all revisions before it.
    expect(committed.map(({ revision, value }) => revision - value)).toEqual(increments.map(() => 1));
    expect(new Set(committed.map(({ revision }) => revision)).size).toBe(30);
    expect(await revisions(store)).toEqual(Array.from({ length: 31 }, (_, index) => index + 1));
    const heads = await other.reads.audit.heads();
    expect(heads).toMatchObject([{ account: PLATFORM, sequence: 31 }]);
  });

  test("lets of two that insert the same one win", async () => {
    const store = await openTestStore(name);
    const other = await openTestStore(name, { database: store.database });
    const outcomes = await Promise.allSettled(
      [store, other, store, other].map((one) => write(one, (tx) => tx.accounts.insert(account("acme")))),
    );
    const refused = { status: "rejected", reason: { code: "ACCOUNT_EXISTS" } };
    const isWon = (outcome: PromiseSettledResult<unknown>) => outcome.status === "fulfilled";
    expect(outcomes.filter((outcome) => !isWon(outcome))).toMatchObject([refused, refused, refused]);
    expect(await revisions(store)).toEqual([1]);
  });

  test("dates what it writes with the wall clock at which it began", async () => {
    const store = await openTestStore(name);
    store.clock.nowMs = START_MS + 5_000;
    await write(store, async (tx) => {
      store.clock.nowMs += 60_000;
      expect(tx.nowMs).toBe(START_MS + 5_000);
      await tx.record(event({ account: "acme" }), START_MS - 1_000);
    });
    expect(await collect(store.reads.audit.walk(PLATFORM))).toMatchObject([{ atMs: START_MS + 5_000 }]);
    expect(await collect(store.reads.audit.walk("acme"))).toMatchObject([{ atMs: START_MS - 1_000 }]);
  });

  test("rule 15: revisions never go back in time, though the wall clock does", async () => {
    const store = await openTestStore(name);
    await write(store, async () => undefined);
    store.clock.nowMs = START_MS - 72 * 3_600_000;
    await write(store, async (tx) => expect(tx.nowMs).toBe(START_MS - 72 * 3_600_000));
    store.clock.nowMs = START_MS + 1;
    await write(store, async () => undefined);
    const times = (await store.feed.after(0, 10)).map(({ atMs }) => atMs - START_MS);
    expect(times).toEqual([0, 0, 1]);
  });

  test("answers UNAVAILABLE once it is closed, and may be closed again", async () => {
    const store = await openTestStore(name);
    await store.close();
    await store.close();
    await expect(write(store, async () => 1)).rejects.toMatchObject({ code: "UNAVAILABLE" });
    await expect(store.reads.accounts.find("acme")).rejects.toMatchObject({ code: "UNAVAILABLE" });
    await expect(store.feed.position()).rejects.toMatchObject({ code: "UNAVAILABLE" });
  });

  test("finishes what is under way before it closes", async () => {
    const store = await openTestStore(name);
    const begun = Promise.withResolvers<void>();
    const change = write(store, async (tx) => {
      begun.resolve();
      await tx.accounts.insert(account("acme"));
    });
    await begun.promise;
    await store.close();
    await expect(change).resolves.toMatchObject({ revision: 1 });
    const reopened = await openTestStore(name, { database: store.database });
    expect(await names(reopened)).toEqual(["acme"]);
  });
});
