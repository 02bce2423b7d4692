import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { type ToWorker, type WorkerChannel, WorkerGroup } from "./group.ts";
import { applyOrAge, GroupPeers } from "./peers.ts";

function channel(): WorkerChannel & { readonly told: ToWorker[] } {
  const told: ToWorker[] = [];
  return { told, send: (message) => void told.push(message) };
}

describe("workers behind one port", () => {
  test("rule 12: whoever commits hears when all others have applied it, and not before", () => {
    const group = new WorkerGroup();
    const [a, b, c] = [channel(), channel(), channel()];
    for (const worker of [a, b, c]) group.joined(worker);
    group.heard(a, { kind: "committed", id: 7, revision: 3 });
    expect(a.told).toEqual([]);
    expect(b.told).toEqual([{ kind: "apply", id: 1, revision: 3 }]);
    expect(c.told).toEqual(b.told);
    group.heard(b, { kind: "applied", id: 1 });
    group.heard(b, { kind: "applied", id: 1 });
    expect(a.told).toEqual([]);
    group.heard(c, { kind: "applied", id: 1 });
    expect(a.told).toEqual([{ kind: "applied-by-all", id: 7 }]);
  });

  test("one alone hears at once, and nobody waits for one that is gone", () => {
    const group = new WorkerGroup();
    const [a, b] = [channel(), channel()];
    group.joined(a);
    group.heard(a, { kind: "committed", id: 1, revision: 1 });
    expect(a.told).toEqual([{ kind: "applied-by-all", id: 1 }]);
    group.joined(b);
    group.heard(a, { kind: "committed", id: 2, revision: 2 });
    expect(a.told).toHaveLength(1);
    group.left(b);
    expect(a.told).toContainEqual({ kind: "applied-by-all", id: 2 });
  });

  test("whatever the order of messages, joins and deaths, nobody hears early and everybody hears", () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant("commit"), who: fc.nat(3) }),
      fc.record({ kind: fc.constant("answer"), who: fc.nat(3) }),
      fc.record({ kind: fc.constant("leave"), who: fc.nat(3) }),
      fc.record({ kind: fc.constant("join"), who: fc.nat(3) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const group = new WorkerGroup();
        const applied = [0, 0, 0, 0];
        const isThere = [false, false, false, false];
        const inbox: ToWorker[][] = [[], [], [], []];
        let revision = 0;
        /** By who asked and their number: the revision. */
        const open = new Map<string, number>();
        const channelOf = (who: number): WorkerChannel => ({
          send(message) {
            if (message.kind !== "applied-by-all") {
              inbox[who]?.push(message);
              return;
            }
            const wanted = open.get(`${who} ${message.id}`) ?? Number.NaN;
            for (const other of [0, 1, 2, 3]) {
              if (other !== who && isThere[other]) expect(applied[other]).toBeGreaterThanOrEqual(wanted);
            }
            open.delete(`${who} ${message.id}`);
          },
        });
        const channels = new Map<number, WorkerChannel>();
        const of = (who: number) => channels.get(who) ?? channel();
        const answer = (who: number) => {
          const message = inbox[who]?.shift();
          if (message?.kind !== "apply") return;
          applied[who] = Math.max(applied[who] ?? 0, message.revision);
          group.heard(of(who), { kind: "applied", id: message.id });
        };
        for (const { kind, who } of steps) {
          if (kind === "join" && !isThere[who]) {
            isThere[who] = true;
            // What it fills its directory with is as new as the moment at which it joins.
            applied[who] = revision;
            // Another process in its place: nobody takes it for the one before.
            channels.set(who, channelOf(who));
            group.joined(of(who));
          } else if (kind === "leave" && isThere[who]) {
            isThere[who] = false;
            inbox[who] = [];
            for (const name of open.keys()) if (name.startsWith(`${who} `)) open.delete(name);
            group.left(of(who));
          } else if (kind === "commit" && isThere[who]) {
            revision++;
            applied[who] = revision;
            open.set(`${who} ${revision}`, revision);
            group.heard(of(who), { kind: "committed", id: revision, revision });
          } else if (kind === "answer") {
            answer(who);
          }
        }
        for (const who of [0, 1, 2, 3]) while (inbox[who]?.length) answer(who);
        expect([...open.keys()]).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});

describe("a worker", () => {
  test("applies what others commit before it says so", async () => {
    const sent: unknown[] = [];
    const peers = new GroupPeers({ send: (message) => void sent.push(message) });
    const { promise, resolve } = Promise.withResolvers<void>();
    peers.onCommit(() => promise);
    const heard = peers.heard({ kind: "apply", id: 4, revision: 9 });
    expect(sent).toEqual([]);
    resolve();
    await heard;
    expect(sent).toEqual([{ kind: "applied", id: 4 }]);
  });

  test("waits for the others with each of its own", async () => {
    const sent: unknown[] = [];
    const peers = new GroupPeers({ send: (message) => void sent.push(message) });
    const done: string[] = [];
    const first = peers.apply(3).then(() => done.push("first"));
    const second = peers.apply(4).then(() => done.push("second"));
    await peers.heard({ kind: "applied-by-all", id: 2 });
    await second;
    expect(done).toEqual(["second"]);
    await peers.heard({ kind: "applied-by-all", id: 1 });
    await first;
    expect(sent).toMatchObject([
      { kind: "committed", revision: 3 },
      { kind: "committed", revision: 4 },
    ]);
  });

  test("rule 12: that can't reach the database holds others up until it refuses to answer, and no longer", async () => {
    let isOver = false;
    const reach = vi.fn<() => Promise<void>>(() => Promise.reject(new Error("gone")));
    const wait = vi.fn(async () => {
      isOver = wait.mock.calls.length === 3;
    });
    await applyOrAge({ reach, isOver: () => isOver }, 5, wait);
    expect(reach).toHaveBeenCalledTimes(4);
    reach.mockResolvedValueOnce();
    isOver = false;
    await applyOrAge({ reach, isOver: () => isOver }, 5, wait);
    expect(reach).toHaveBeenCalledTimes(5);
  });
});
