import { describe, expect, test } from "vitest";
import { engineNames } from "../test-database.ts";
import { event, NOBODY, openTestStore, START_MS, type TestStore, write } from "./test-store.ts";

const record = (made: string) => ({ content: `content of ${made}`, made });

const put = (store: TestStore, id: string, made = id) => write(store, (tx) => tx.repeatables.put(id, record(made)));

/** What is found of an id among what is dated later than a time. */
async function found(store: TestStore, id: string, afterMs = 0) {
  const { value } = await store.change(NOBODY, async (tx) => tx.unchanged(await tx.repeatables.find(id, afterMs)));
  return value;
}

describe.each(engineNames)("what is kept of requests that may be repeated on %s", (name) => {
  test("is found by its id, and by the time from which it counts", async () => {
    const store = await openTestStore(name);
    await put(store, "one", '{"name":"“Farmácias” 😀"}');
    await put(store, "other");
    expect(await found(store, "one")).toEqual(record('{"name":"“Farmácias” 😀"}'));
    expect(await found(store, "one", START_MS - 1)).toBeDefined();
    expect(await found(store, "one", START_MS)).toBeUndefined();
    expect(await found(store, "ONE")).toBeUndefined();
  });

  test("commits with the change, or not at all", async () => {
    const store = await openTestStore(name);
    const failed = store.change(NOBODY, async (tx) => {
      await tx.repeatables.put("one", record("x"));
      await tx.record(event());
      throw new Error("no");
    });
    await expect(failed).rejects.toThrow("no");
    await store.change(NOBODY, async (tx) => {
      await tx.repeatables.put("one", record("x"));
      return tx.unchanged(undefined);
    });
    expect(await found(store, "one")).toBeUndefined();
  });

  test("takes the place of an older one", async () => {
    const store = await openTestStore(name);
    await put(store, "one", "first");
    store.clock.nowMs += 5;
    await put(store, "one", "second");
    expect(await found(store, "one", START_MS)).toEqual(record("second"));
  });

  test("is forgotten by its time, the oldest first and at most so many at a time, without a revision", async () => {
    const store = await openTestStore(name);
    for (const id of ["a", "b", "c", "d"]) {
      await put(store, id);
      store.clock.nowMs += 1_000;
    }
    const { revision } = await store.feed.position();
    expect(await store.repeatables.forget(START_MS + 2_000, 2)).toBe(2);
    expect(await Promise.all(["a", "b", "c", "d"].map((id) => found(store, id)))).toMatchObject([
      undefined,
      undefined,
      { made: "c" },
      { made: "d" },
    ]);
    expect(await store.repeatables.forget(START_MS + 2_000, 2)).toBe(1);
    expect(await store.repeatables.forget(START_MS + 2_000, 2)).toBe(0);
    expect(await found(store, "d")).toBeDefined();
    expect(await store.feed.position()).toMatchObject({ revision });
  });
});
