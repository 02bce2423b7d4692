import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { DomainError } from "../domain/errors.ts";
import { openTestStore, START_MS } from "../storage/conformance/test-store.ts";
import { engineNames } from "../storage/test-database.ts";
import { overNodes, type SharedCounts } from "./limiter.ts";
import { type GuessLimits, guessLimits } from "./limits.ts";

const WINDOW_SECONDS = 60;
const of = (points: number) => ({ points, windowSeconds: WINDOW_SECONDS });
const settings = { signIn: { pair: of(3), person: of(5), network: of(8) }, lookUp: of(3), mail: of(2) };

/** What a node counts by: the shared counts, which can be gone, and a note of every id that was asked for. */
interface Node {
  readonly limits: GuessLimits;
  readonly asked: string[];
  isCutOff: boolean;
}

describe.each(engineNames)("limits on guessing that nodes share on %s", (name) => {
  let clock: { nowMs: number };
  let nodes: [Node, Node];

  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: START_MS });
    clock = { nowMs: START_MS };
    const one = await openTestStore(name);
    const other = await openTestStore(name, { database: one.database });
    nodes = [nodeOn(one.attempts), nodeOn(other.attempts)];
  });

  afterEach(() => vi.useRealTimers());

  function nodeOn(counts: SharedCounts): Node {
    const guarded = <T>(id: string, work: () => Promise<T>): Promise<T> => {
      node.asked.push(id);
      return node.isCutOff ? Promise.reject(new DomainError("UNAVAILABLE", "gone")) : work();
    };
    const shared: SharedCounts = {
      add: (id, points, time) => guarded(id, () => counts.add(id, points, time)),
      find: (id, nowMs) => guarded(id, () => counts.find(id, nowMs)),
      remove: (id) => guarded(id, () => counts.remove(id)),
    };
    const limits = guessLimits(overNodes({ counts: shared, nowMs: () => clock.nowMs, idOf: (text) => text }), settings);
    const node: Node = { limits, asked: [], isCutOff: false };
    return node;
  }

  function pass(seconds: number): void {
    clock.nowMs += seconds * 1_000;
    vi.setSystemTime(clock.nowMs);
  }

  const refusal = (retryAfterSeconds: number) => ({ code: "TOO_MANY_ATTEMPTS", extras: { retryAfterSeconds } });

  test("hold whichever node is asked, and end for all at once", async () => {
    const [one, other] = nodes;
    await one.limits.signIn.attempt("ana", "1.1.1.1");
    pass(10);
    await other.limits.signIn.attempt("ana", "1.1.1.1");
    await one.limits.signIn.attempt("ana", "1.1.1.1");
    for (const { limits } of nodes) {
      await expect(limits.signIn.attempt("ana", "1.1.1.1")).rejects.toMatchObject(refusal(50));
    }
    await other.limits.signIn.attempt("ana", "2.2.2.2");
    await one.limits.signIn.attempt("ana", "3.3.3.3");
    await expect(other.limits.signIn.attempt("ana", "4.4.4.4")).rejects.toMatchObject(refusal(50));
    pass(50);
    for (const { limits } of nodes) await limits.signIn.attempt("ana", "1.1.1.1");
  });

  test("forget on every node what turned out to be no guess", async () => {
    const [one, other] = nodes;
    for (let n = 0; n < 3; n++) await one.limits.signIn.attempt("ana", "1.1.1.1");
    await other.limits.signIn.succeeded("ana", "1.1.1.1");
    // Of the person's five three are counted, less the one that was right; of the pair's none.
    for (let n = 0; n < 3; n++) await one.limits.signIn.attempt("ana", "1.1.1.1");
    await expect(one.limits.signIn.attempt("ana", "1.1.1.1")).rejects.toMatchObject(refusal(60));
  });

  test("count misses together", async () => {
    const [one, other] = nodes;
    for (const { limits } of [one, other, one]) {
      for (let n = 0; n < 5; n++) await limits.lookUp.check("acme");
      await limits.lookUp.miss("acme");
    }
    for (const { limits } of nodes) {
      await expect(limits.lookUp.check("acme")).rejects.toMatchObject({ code: "TOO_MANY_LOOKUPS" });
      await limits.lookUp.check("zoom");
    }
    pass(WINDOW_SECONDS);
    for (const { limits } of nodes) await limits.lookUp.check("acme");
  });

  test("of many guesses at once let no more through than of one after another", async () => {
    const guesses = Array.from({ length: 40 }, (_, turn) =>
      (nodes[turn % 2] ?? nodes[0]).limits.signIn.attempt("ana", "1.1.1.1").then(
        () => "let through",
        () => "refused",
      ),
    );
    expect((await Promise.all(guesses)).filter((outcome) => outcome === "let through")).toHaveLength(3);
  });

  test("are refused from memory once they are known, which costs the database nothing", async () => {
    const [one] = nodes;
    for (let n = 0; n < 3; n++) await one.limits.signIn.attempt("ana", "1.1.1.1").catch(() => undefined);
    await expect(one.limits.signIn.attempt("ana", "1.1.1.1")).rejects.toThrow("Too many");
    one.asked.length = 0;
    for (let n = 0; n < 20; n++) {
      await expect(one.limits.signIn.attempt("ana", "1.1.1.1")).rejects.toThrow("Too many");
    }
    expect(new Set(one.asked)).toEqual(new Set(["sign-in network 1.1.1.1/32"]));
    // Those twenty have used up the network's: now it isn't asked either.
    expect(one.asked.length).toBeLessThan(20);
  });

  test("go on from what is known while the database is gone, and don't fail", async () => {
    const [one, other] = nodes;
    await one.limits.signIn.attempt("ana", "1.1.1.1");
    await one.limits.signIn.attempt("ana", "1.1.1.1");
    await one.limits.mail.attempt("acme");
    for (const node of nodes) node.isCutOff = true;
    await one.limits.signIn.attempt("ana", "1.1.1.1");
    await expect(one.limits.signIn.attempt("ana", "1.1.1.1")).rejects.toMatchObject(refusal(60));
    await one.limits.signIn.succeeded("bo", "2.2.2.2");
    // Who knows nothing counts from nothing, but counts.
    for (let n = 0; n < 3; n++) await other.limits.lookUp.miss("acme");
    await expect(other.limits.lookUp.check("acme")).rejects.toMatchObject({ code: "TOO_MANY_LOOKUPS" });
    await one.limits.mail.attempt("acme");
    await expect(one.limits.mail.attempt("acme")).rejects.toThrow("Too many");
    for (const node of nodes) node.isCutOff = false;
    await expect(one.limits.mail.attempt("acme")).rejects.toThrow("Too many");
  });

  test("fail where something else than the database's absence is at fault", async () => {
    const counts = { add: () => Promise.reject(new Error("a bug")) } as unknown as SharedCounts;
    const { signIn } = guessLimits(overNodes({ counts, nowMs: () => clock.nowMs, idOf: (text) => text }));
    await expect(signIn.attempt("ana", "1.1.1.1")).rejects.toThrow("a bug");
  });
});
