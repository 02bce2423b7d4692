import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { EngineUnavailableError } from "./engine.ts";
import { SlotPool } from "./slot-pool.ts";

const timeoutMs = 1000;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Notes in `order` who got a slot. */
async function takeAs(name: string, pool: SlotPool, order: string[]): Promise<number> {
  const slot = await pool.take();
  order.push(name);
  return slot;
}

async function refusal(slot: Promise<number>): Promise<unknown> {
  return slot.then(
    () => expect.unreachable("got a slot"),
    (error: unknown) => error,
  );
}

test("gives each slot to one caller at a time", async () => {
  const pool = new SlotPool(2, timeoutMs);
  expect(new Set([await pool.take(), await pool.take()])).toEqual(new Set([0, 1]));

  const third = pool.take();
  pool.give(1);
  await expect(third).resolves.toBe(1);
});

test("serves in the order of coming, ahead of whoever comes just when a slot is free", async () => {
  const pool = new SlotPool(1, timeoutMs);
  const order: string[] = [];
  const first = await takeAs("first", pool, order);
  const waiting = ["second", "third"].map((name) => takeAs(name, pool, order));
  pool.give(first);
  waiting.push(takeAs("late", pool, order));
  for (const taken of waiting) pool.give(await taken);

  expect(order).toEqual(["first", "second", "third", "late"]);
});

test("gives up after the time-out, and loses no slot by it", async () => {
  const pool = new SlotPool(1, timeoutMs);
  const slot = await pool.take();
  const impatient = refusal(pool.take());
  await vi.advanceTimersByTimeAsync(timeoutMs);
  expect(await impatient).toBeInstanceOf(EngineUnavailableError);

  pool.give(slot);
  await expect(pool.take()).resolves.toBe(slot);
  expect(vi.getTimerCount()).toBe(0);
});

test("when closed turns away who waits and who comes, and tells when the last slot is back", async () => {
  const pool = new SlotPool(2, timeoutMs);
  const slots = [await pool.take(), await pool.take()];
  const waiting = refusal(pool.take());
  let idle = false;
  const closed = pool.close().then(() => {
    idle = true;
  });
  expect(await waiting).toBeInstanceOf(EngineUnavailableError);
  expect(await refusal(pool.take())).toBeInstanceOf(EngineUnavailableError);

  pool.give(slots[0] as number);
  await vi.advanceTimersByTimeAsync(timeoutMs);
  expect(idle).toBe(false);
  pool.give(slots[1] as number);
  await closed;
  await pool.close();
  expect(vi.getTimerCount()).toBe(0);
});
