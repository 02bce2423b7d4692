import { beforeEach, describe, expect, test } from "vitest";
import type { Change, Revision } from "../domain/change.ts";
import type { AccountEntry, DirectoryEntry } from "../domain/directory-entry.ts";
import type { FeedReads } from "../storage/store.ts";
import { type ChangeNews, ChangeTail } from "../verify/change-tail.ts";
import { Directory } from "../verify/directory.ts";
import { TrustedClock } from "../verify/trusted-clock.ts";
import { Follower } from "./follower.ts";

const START_MS = Date.UTC(2026, 10, 23, 12);
const HOUR_MS = 3_600_000;
const MAX_STALENESS_MS = 60_000;

/** A change feed in memory, which says what was asked of it, can be held, and can fail. */
class FakeFeed implements FeedReads {
  epoch = "epoch-1";
  trimmedThrough = 0;
  revisions: Revision[] = [];
  readonly accounts = new Map<string, AccountEntry["status"]>();
  /** The calls since it was last looked at. */
  calls: string[] = [];
  failure: Error | undefined;
  /** Runs before a call is answered: to hold it, or to change something in between. */
  before: (call: string) => Promise<void> | void = () => undefined;

  commit(changes: Readonly<Record<string, AccountEntry["status"] | "gone">>, atMs = START_MS): void {
    for (const [account, status] of Object.entries(changes)) {
      if (status === "gone") this.accounts.delete(account);
      else this.accounts.set(account, status);
    }
    const named = Object.keys(changes).map((account): Change => ({ kind: "account", account }));
    this.revisions.push({ revision: this.#newest() + 1, atMs, changes: named });
  }

  trim(through: number): void {
    this.trimmedThrough = through;
    this.revisions = this.revisions.filter(({ revision }) => revision > through);
  }

  async position() {
    await this.#call("position");
    return { epoch: this.epoch, revision: this.#newest(), trimmedThrough: this.trimmedThrough };
  }

  async after(revision: number, limit: number) {
    await this.#call("after");
    return this.revisions.filter((one) => one.revision > revision).slice(0, limit);
  }

  async entries(changes: readonly Change[]) {
    await this.#call(`entries ${changes.length}`);
    return changes.map((what): DirectoryEntry => {
      const account = what.kind === "account" ? what.account : "";
      const status = this.accounts.get(account);
      return status === undefined
        ? { kind: "gone", what }
        : { kind: "account", account, status, tokenLifetimeMonths: null };
    });
  }

  async readAll(receive: (batch: readonly DirectoryEntry[]) => void) {
    await this.#call("readAll");
    for (const [account, status] of this.accounts) {
      receive([{ kind: "account", account, status, tokenLifetimeMonths: null }]);
      await this.#call("batch");
    }
    return { epoch: this.epoch, revision: this.#newest() };
  }

  #newest(): number {
    return this.revisions.at(-1)?.revision ?? this.trimmedThrough;
  }

  async #call(name: string): Promise<void> {
    this.calls.push(name);
    await this.before(name);
    if (this.failure) throw this.failure;
  }
}

describe("the follower of the change feed", () => {
  let feed: FakeFeed;
  let directory: Directory;
  let follower: Follower;
  let tail: ChangeTail;
  let clocks: { wallMs: number; monotonicMs: number };
  let trustedClock: TrustedClock;

  beforeEach(() => {
    feed = new FakeFeed();
    directory = new Directory();
    clocks = { wallMs: START_MS, monotonicMs: 0 };
    const clock = { nowMs: () => clocks.wallMs, monotonicMs: () => clocks.monotonicMs };
    trustedClock = new TrustedClock(clock);
    tail = new ChangeTail();
    follower = new Follower({ feed, directory, tail, trustedClock, clock, maxStalenessMs: MAX_STALENESS_MS });
  });

  /** The calls since the last look. */
  function calls(): string[] {
    const { calls: made } = feed;
    feed.calls = [];
    return made;
  }

  test("knows how many revisions it has heard of and not taken into account", async () => {
    feed.commit({ acme: "active" });
    await follower.poll();
    expect(follower.lag()).toBe(0);
    feed.commit({ acme: "suspended" });
    feed.commit({ acme: "active" });
    // Nothing is heard of them yet.
    expect(follower.lag()).toBe(0);
    const lags: [call: string, lag: number][] = [];
    feed.before = (call) => void lags.push([call, follower.lag()]);
    await follower.poll();
    expect(lags).toEqual([
      ["position", 0],
      ["after", 2],
      ["entries 1", 2],
    ]);
    expect(follower.lag()).toBe(0);
  });

  test("fills the directory by a full read, then follows revision by revision", async () => {
    feed.commit({ acme: "active", zoom: "suspended" });
    await follower.poll();
    expect(directory.position).toEqual({ epoch: "epoch-1", revision: 1 });
    expect(directory.accountStatus("acme")).toBe("active");
    expect(calls()).toContain("readAll");

    feed.commit({ acme: "suspended" });
    feed.commit({ zoom: "gone", credipay: "active" });
    await follower.poll();
    expect(directory.position?.revision).toBe(3);
    expect(["acme", "zoom", "credipay"].map((name) => directory.accountStatus(name))).toEqual([
      "suspended",
      undefined,
      "active",
    ]);
    expect(calls()).toEqual(["position", "after", "entries 3"]);

    await follower.poll();
    expect(calls()).toEqual(["position"]);
  });

  test("tells what happens once the directory knows it, and to start over where it has done so itself", async () => {
    feed.commit({ acme: "active" });
    await follower.poll();
    const heard: [ChangeNews, status: unknown, revision: unknown][] = [];
    tail.listen((news) => heard.push([news, directory.accountStatus("acme"), directory.position?.revision]));
    feed.commit({ acme: "suspended" });
    feed.commit({});
    await follower.poll();
    const changes = [{ kind: "account", account: "acme" }];
    expect(heard).toEqual([[{ kind: "changes", epoch: "epoch-1", revision: 2, changes }, "suspended", 3]]);
    expect(tail.position).toEqual({ epoch: "epoch-1", revision: 3 });

    feed.epoch = "epoch-2";
    feed.commit({ acme: "active" });
    await follower.poll();
    expect(heard.slice(1)).toEqual([[{ kind: "start-over", epoch: "epoch-2", revision: 4 }, "active", 4]]);
  });

  test("reads a thing once, however many revisions name it", async () => {
    await follower.poll();
    for (let turn = 0; turn < 50; turn++) feed.commit({ acme: turn % 2 === 0 ? "suspended" : "active" });
    calls();
    await follower.poll();
    expect(calls()).toEqual(["position", "after", "entries 1"]);
    expect(directory.accountStatus("acme")).toBe("active");
  });

  test("goes on through as many batches as there are", async () => {
    await follower.poll();
    for (let turn = 0; turn < 1_001; turn++) feed.commit({ [`a${turn}`]: "active" });
    calls();
    await follower.poll();
    expect(calls()).toEqual(["position", "after", "entries 500", "after", "entries 500", "after", "entries 1"]);
    expect(directory.position?.revision).toBe(1_001);
    expect(directory.accountStatus("a1000")).toBe("active");
  });

  test("moves over revisions that change nothing for verification", async () => {
    await follower.poll();
    feed.commit({});
    await follower.poll();
    expect(directory.position?.revision).toBe(1);
  });

  test.each<[string, () => void]>([
    ["another epoch", () => void (feed.epoch = "epoch-2")],
    ["a position that was trimmed", () => feed.trim(3)],
    ["a gap", () => void feed.revisions.splice(2, 1)],
    ["a lower revision", () => void feed.revisions.splice(0)],
  ])("starts over from a full read on %s", async (_what, happens) => {
    feed.commit({ acme: "active", old: "active" });
    feed.commit({});
    await follower.poll();
    feed.commit({ acme: "suspended" });
    feed.commit({ fresh: "active" });
    feed.accounts.delete("old");
    happens();
    calls();
    await follower.poll();
    expect(calls()).toContain("readAll");
    expect(directory.accountStatus("acme")).toBe("suspended");
    expect(directory.accountStatus("old")).toBeUndefined();
    expect(directory.position).toEqual({ epoch: feed.epoch, revision: (await feed.position()).revision });
  });

  test("starts over when the feed is trimmed between two reads", async () => {
    feed.commit({ acme: "active" });
    await follower.poll();
    feed.commit({ acme: "suspended" });
    feed.commit({ zoom: "active" });
    feed.before = (call) => {
      if (call === "after") feed.trim(2);
    };
    await follower.poll();
    expect(directory.accountStatus("acme")).toBe("suspended");
    expect(directory.position?.revision).toBe(3);
  });

  test("takes over a full read at once: until its end everything stands as it was", async () => {
    feed.commit({ acme: "active", old: "active" });
    await follower.poll();
    feed.epoch = "epoch-2";
    feed.accounts.delete("old");
    feed.commit({ acme: "suspended", zoom: "active" });
    const during: unknown[] = [];
    feed.before = (call) => {
      if (call !== "batch") return;
      during.push(
        ["acme", "old", "zoom"].map((name) => directory.accountStatus(name)),
        directory.position,
      );
    };
    await follower.poll();
    const before = [["active", "active", undefined], { epoch: "epoch-1", revision: 1 }];
    expect(during).toEqual([...before, ...before]);
    expect(["acme", "old", "zoom"].map((name) => directory.accountStatus(name))).toEqual([
      "suspended",
      undefined,
      "active",
    ]);
  });

  test("a full read that fails changes nothing", async () => {
    feed.commit({ acme: "active" });
    await follower.poll();
    feed.epoch = "epoch-2";
    feed.commit({ acme: "suspended" });
    feed.before = (call) => {
      if (call === "batch") throw new Error("lost");
    };
    await expect(follower.poll()).rejects.toThrow("lost");
    expect(directory.accountStatus("acme")).toBe("active");
    expect(directory.position).toEqual({ epoch: "epoch-1", revision: 1 });
  });

  test("reads once for all who ask while it reads, and again for what they may have committed", async () => {
    const held = Promise.withResolvers<void>();
    feed.before = () => held.promise;
    const first = follower.poll();
    await Promise.resolve();
    feed.commit({ acme: "active" });
    const others = [follower.poll(), follower.poll(), follower.poll()];
    held.resolve();
    await Promise.all([first, ...others]);
    expect(calls().filter((call) => call === "position")).toHaveLength(2);
    expect(directory.accountStatus("acme")).toBe("active");
  });

  test("rule 12: reads again in turn with what it follows: neither is applied over what was read later", async () => {
    feed.commit({ acme: "active" });
    await follower.poll();
    let [open, most] = [0, 0];
    const asked: Promise<void>[] = [];
    feed.before = async () => {
      most = Math.max(most, ++open);
      // While one poll reads, the next and another reading are asked for.
      if (asked.length === 0) asked.push(follower.poll(), follower.reread([{ kind: "account", account: "acme" }]));
      await Promise.resolve();
      open--;
    };
    await follower.poll();
    await Promise.all(asked);
    await follower.poll();
    expect(calls().filter((call) => call === "entries 1")).toHaveLength(1);
    expect(most).toBe(1);
  });

  test("rule 12: resolves for a revision once that is in force", async () => {
    await follower.poll();
    feed.commit({ acme: "active" });
    feed.commit({ acme: "suspended" });
    await follower.reach(2);
    expect(directory.accountStatus("acme")).toBe("suspended");
    calls();
    await follower.reach(1);
    expect(calls()).toEqual([]);
  });

  test("doesn't wait for a revision of a history that was replaced meanwhile", async () => {
    for (let turn = 0; turn < 3; turn++) feed.commit({ acme: "active" });
    await follower.poll();
    // A restored backup: fewer revisions, under another epoch.
    feed.epoch = "epoch-2";
    feed.revisions = feed.revisions.slice(0, 1);
    await follower.reach(4);
    expect(directory.position).toEqual({ epoch: "epoch-2", revision: 1 });
  });

  test("rule 12: ages from the start of its last good read, by the monotonic clock, until it is stale", async () => {
    expect(follower.isStale()).toBe(true);
    feed.before = () => void (clocks.monotonicMs += 10);
    await follower.poll();
    feed.before = () => undefined;
    const tookMs = clocks.monotonicMs;
    expect(tookMs).toBeGreaterThan(0);
    expect(follower.ageMs()).toBe(tookMs);
    for (const jumpMs of [72 * HOUR_MS, -144 * HOUR_MS]) {
      clocks.wallMs += jumpMs;
      expect(follower.ageMs()).toBe(tookMs);
    }
    clocks.monotonicMs = MAX_STALENESS_MS;
    expect(follower.isStale()).toBe(false);
    clocks.monotonicMs += 1;
    expect(follower.isStale()).toBe(true);
  });

  test("rule 12: keeps what it knows while the database is gone, ages, and heals", async () => {
    feed.commit({ acme: "active" });
    await follower.poll();
    feed.commit({ acme: "suspended" });
    feed.failure = new Error("gone");
    for (let turn = 0; turn < 3; turn++) {
      clocks.monotonicMs += 30_000;
      await expect(follower.poll()).rejects.toThrow("gone");
      expect(directory.accountStatus("acme")).toBe("active");
    }
    expect(follower.ageMs()).toBe(90_000);
    expect(follower.isStale()).toBe(true);
    await expect(follower.reach(2)).rejects.toThrow("gone");
    feed.failure = undefined;
    await follower.poll();
    expect(follower.ageMs()).toBe(0);
    expect(follower.isStale()).toBe(false);
    expect(directory.accountStatus("acme")).toBe("suspended");
  });

  test("rule 12: is not made younger by following that fails half way", async () => {
    await follower.poll();
    clocks.monotonicMs += 1_000;
    feed.commit({ acme: "active" });
    feed.before = (call) => {
      if (call === "entries 1") throw new Error("lost");
    };
    await expect(follower.poll()).rejects.toThrow("lost");
    expect(follower.ageMs()).toBe(1_000);
    expect(directory.position?.revision).toBe(0);
  });

  test.each([-72, 72])(
    "rule 15: a node whose wall clock is %d hours off judges by the newest time of the feed",
    async (hours) => {
      clocks.wallMs = START_MS + hours * HOUR_MS;
      feed.commit({ acme: "active" }, START_MS);
      await follower.poll();
      const expectedMs = Math.max(START_MS, clocks.wallMs);
      expect(trustedClock.nowMs()).toBe(expectedMs);
      clocks.wallMs = START_MS - 200 * HOUR_MS;
      clocks.monotonicMs += 5;
      expect(trustedClock.nowMs()).toBe(expectedMs + 5);
      feed.commit({ acme: "suspended" }, START_MS + 100 * HOUR_MS);
      await follower.poll();
      expect(trustedClock.nowMs()).toBe(START_MS + 100 * HOUR_MS);
    },
  );
});
