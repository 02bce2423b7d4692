import { describe, expect, test } from "vitest";
import { engineNames } from "../test-database.ts";
import { account, ANA, event, firstPage, openTestStore, START_MS, type TestStore, write } from "./test-store.ts";

const SECRET = { bytes: Uint8Array.from([1, 2, 3]), secretId: "secret-1" };

async function addWebhook(store: TestStore): Promise<void> {
  await write(store, async (tx) => {
    await tx.accounts.insert(account("acme"));
    await tx.webhooks.insert(
      {
        id: "hook",
        account: "acme",
        url: "https://hooks.example.com/",
        events: null,
        status: "active",
        statusReason: null,
        createdAtMs: START_MS,
        createdBy: ANA,
        overlapEndsAtMs: null,
        lastDeliveredAtMs: null,
      },
      SECRET,
    );
  });
}

const setStatus = (store: TestStore, status: "active" | "suspended") =>
  write(store, (tx) => tx.accounts.update("acme", { displayName: "Acme", status }));

const tell = (store: TestStore, target: string) =>
  write(store, (tx) => tx.record(event({ account: "acme", action: "key.deleted", target })));

const claim = (store: TestStore, nowMs = START_MS) =>
  store.webhookQueue.claim({ nowMs, expiryNowMs: nowMs, leaseMs: 10, limit: 10, perWebhook: 10, except: [] });

describe.each(engineNames)("deliveries to webhooks on %s", (name) => {
  test("are made with the event, taken once, and taken over when their lease has ended", async () => {
    const store = await openTestStore(name);
    await addWebhook(store);
    await tell(store, "lk-1");
    const [first] = await claim(store);
    expect(first).toMatchObject({ url: "https://hooks.example.com/", secrets: [SECRET], attempts: [] });
    expect(await claim(store, START_MS + 9)).toEqual([]);
    const [second] = await claim(store, START_MS + 10);
    expect(second?.id).toBe(first?.id);
    const attempt = { atMs: START_MS + 10, status: 204, problem: null };
    if (!first || !second) throw new Error("nothing was claimed");
    expect(await store.webhookQueue.settle(first, attempt, "delivered", null)).toBe(false);
    expect(await store.webhookQueue.settle(second, attempt, "delivered", null)).toBe(true);
    const { items } = await store.reads.webhooks.deliveries("acme", "hook", {}, firstPage("createdAt"));
    expect(items).toMatchObject([{ state: "delivered", attempts: [attempt] }]);
    expect((await store.reads.webhooks.deliveries("other", "hook", {}, firstPage("createdAt"))).items).toEqual([]);
  });

  test("about one thing wait for the one before", async () => {
    const store = await openTestStore(name);
    await addWebhook(store);
    for (const target of ["lk-1", "lk-1", "lk-2"]) {
      expect((await tell(store, target)).leaves).toEqual({ announcements: false, deliveries: true });
    }
    expect(await claim(store)).toHaveLength(2);
    expect(await claim(store)).toEqual([]);
  });

  test("aren't taken while their account is suspended, and are forgotten then as if they didn't wait", async () => {
    const store = await openTestStore(name);
    await addWebhook(store);
    await tell(store, "lk-1");
    const [tried] = await claim(store);
    if (!tried) throw new Error("nothing was claimed");
    await store.webhookQueue.settle(tried, { atMs: START_MS, status: 500, problem: "answer" }, "waiting", START_MS + 5);
    await setStatus(store, "suspended");
    expect(await claim(store, START_MS + 5)).toEqual([]);
    expect(await store.webhookQueue.forget(START_MS - 1, 10)).toBe(0);
    await setStatus(store, "active");
    const resumed = await write(store, (tx) => tx.webhooks.resume("acme"));
    expect(resumed.leaves).toEqual({ announcements: false, deliveries: true });
    const [again] = await claim(store, START_MS + 5);
    expect(again).toMatchObject({ id: tried.id, firstAtMs: null });
    expect(again?.attempts).toHaveLength(1);
    expect(await store.webhookQueue.forget(START_MS, 10)).toBe(0);
    await setStatus(store, "suspended");
    expect(await store.webhookQueue.forget(START_MS, 10)).toBe(1);
  });

  test("are forgotten when they are old and don't wait", async () => {
    const store = await openTestStore(name);
    await addWebhook(store);
    await tell(store, "lk-1");
    await tell(store, "lk-2");
    const [one] = await claim(store);
    if (!one) throw new Error("nothing was claimed");
    await store.webhookQueue.settle(one, { atMs: START_MS, status: 500, problem: "answer" }, "failed", null);
    expect(await store.webhookQueue.forget(START_MS - 1, 10)).toBe(0);
    expect(await store.webhookQueue.forget(START_MS, 10)).toBe(1);
  });
});
