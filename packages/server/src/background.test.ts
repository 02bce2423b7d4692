import { pino } from "pino";
import { describe, expect, test } from "vitest";
import { Doorbell, repeat, type Wait } from "./background.ts";

/** Background work whose every turn and wait is in the test's hand. */
function start(options: { doorbell?: Doorbell } = {}) {
  const stopped = new AbortController();
  const log: { level: number; msg: string; work: string }[] = [];
  const waits: { ms: number; end: () => void; signal: AbortSignal }[] = [];
  const turns: PromiseWithResolvers<void>[] = [];
  let heard = Promise.withResolvers<void>();
  const tell = () => {
    heard.resolve();
    heard = Promise.withResolvers<void>();
  };
  const wait: Wait = (ms, signal) =>
    new Promise((resolve) => {
      waits.push({ ms, end: resolve, signal });
      signal.addEventListener("abort", () => resolve());
      tell();
    });
  const ended = repeat(
    {
      wait,
      everyMs: 1_000,
      signal: stopped.signal,
      logger: pino({}, { write: (line: string) => void log.push(JSON.parse(line) as (typeof log)[number]) }),
      name: "deliver",
      ...options,
    },
    () => {
      const turn = Promise.withResolvers<void>();
      turns.push(turn);
      tell();
      return turn.promise;
    },
  );
  /** Resolves once there were so many turns and waits. */
  const reached = async (turnCount: number, waitCount: number) => {
    while (turns.length < turnCount || waits.length < waitCount) await heard.promise;
  };
  return { ended, log, reached, stop: () => stopped.abort(), turns, waits };
}

describe("background work", () => {
  test("begins at once, waits, and goes on", async () => {
    const { ended, reached, stop, turns, waits } = start();
    expect(turns).toHaveLength(1);
    turns[0]?.resolve();
    await reached(1, 1);
    expect(waits[0]?.ms).toBe(1_000);
    waits[0]?.end();
    await reached(2, 1);
    turns[1]?.resolve();
    stop();
    await ended;
    expect(turns).toHaveLength(2);
  });

  test("is never under way twice, and ends when told, after the turn that is under way", async () => {
    const doorbell = new Doorbell();
    const { ended, stop, turns } = start({ doorbell });
    doorbell.ring();
    stop();
    let isEnded = false;
    void ended.then(() => (isEnded = true));
    await Promise.resolve();
    expect(isEnded).toBe(false);
    expect(turns).toHaveLength(1);
    turns[0]?.resolve();
    await ended;
    expect(turns).toHaveLength(1);
  });

  test("doesn't wait when the bell rings, whether before the wait or in it, and lets go of what it waited for", async () => {
    const doorbell = new Doorbell();
    const { ended, reached, stop, turns, waits } = start({ doorbell });
    // While it works: what rang may have come too late for this turn.
    doorbell.ring();
    turns[0]?.resolve();
    await reached(2, 1);
    expect(waits[0]?.signal.aborted).toBe(true);
    // While it waits.
    turns[1]?.resolve();
    await reached(2, 2);
    doorbell.ring();
    await reached(3, 2);
    expect(waits[1]?.signal.aborted).toBe(true);
    turns[2]?.resolve();
    await reached(3, 3);
    expect(waits[2]?.signal.aborted).toBe(false);
    stop();
    await ended;
  });

  test("says once that it fails and once that it goes on, and tries on, unhurried by the bell", async () => {
    const doorbell = new Doorbell();
    const { ended, log, reached, stop, turns, waits } = start({ doorbell });
    for (let turn = 0; turn < 3; turn++) {
      turns[turn]?.reject(new Error("the database is gone"));
      await reached(turn + 1, turn + 1);
      doorbell.ring();
      await Promise.resolve();
      expect(turns).toHaveLength(turn + 1);
      waits[turn]?.end();
      await reached(turn + 2, turn + 1);
    }
    turns[3]?.resolve();
    await reached(4, 4);
    stop();
    await ended;
    expect(log.map(({ level, msg, work }) => [level, work, msg])).toEqual([
      [40, "deliver", "background work failed"],
      [30, "deliver", "background work goes on again"],
    ]);
  });
});

describe("the doorbell", () => {
  const never = new AbortController().signal;

  test("wakes all who wait for one ring more", async () => {
    const doorbell = new Doorbell();
    const waiting = [doorbell.rungMoreThan(0, never), doorbell.rungMoreThan(0, never)];
    doorbell.ring();
    await Promise.all(waiting);
    expect(doorbell.rings).toBe(1);
    await doorbell.rungMoreThan(0, never);
  });

  test("lets go of who no longer waits: a quiet year leaves nothing behind", async () => {
    const doorbell = new Doorbell();
    for (let turn = 0; turn < 1_000; turn++) {
      const time = new AbortController();
      const waiting = doorbell.rungMoreThan(0, time.signal);
      expect(doorbell.waiting).toBe(1);
      time.abort();
      await waiting;
    }
    expect(doorbell.waiting).toBe(0);
    await doorbell.rungMoreThan(0, AbortSignal.abort());
    expect(doorbell.waiting).toBe(0);
  });
});
