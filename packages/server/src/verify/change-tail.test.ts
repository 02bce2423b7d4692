import { beforeEach, describe, expect, test } from "vitest";
import type { Change, Revision } from "../domain/change.ts";
import { type ChangeNews, ChangeTail } from "./change-tail.ts";

const account = (name: string): Change => ({ kind: "account", account: name });
const revision = (number: number, ...changes: Change[]): Revision => ({ revision: number, atMs: 0, changes });
const told = (number: number, ...changes: Change[]): ChangeNews => ({
  kind: "changes",
  epoch: "e1",
  revision: number,
  changes,
});

describe("the tail of the change feed", () => {
  let tail: ChangeTail;

  beforeEach(() => {
    tail = new ChangeTail(5);
    tail.startOver({ epoch: "e1", revision: 10 });
  });

  test("tells whoever was away what has changed since, and nothing twice", () => {
    tail.append("e1", [revision(11, account("a")), revision(12), revision(13, account("b"), { kind: "catalog" })]);
    const third = told(13, account("b"), { kind: "catalog" });
    expect(tail.since({ epoch: "e1", revision: 10 })).toEqual([told(11, account("a")), third]);
    expect(tail.since({ revision: 11 })).toEqual([third]);
    expect(tail.since({ revision: 12 })).toEqual([third]);
    expect(tail.since({ revision: 13 })).toEqual([]);
  });

  test.each<[string, { epoch?: string; revision: number } | undefined]>([
    ["has heard of nothing", undefined],
    ["follows another history", { epoch: "e0", revision: 12 }],
    ["is ahead", { epoch: "e1", revision: 13 }],
    ["was away for longer than this node lives", { epoch: "e1", revision: 9 }],
  ])("has a follower start over that %s", (_what, from) => {
    tail.append("e1", [revision(11, account("a")), revision(12, account("b"))]);
    expect(tail.since(from)).toEqual([{ kind: "start-over", epoch: "e1", revision: 12 }]);
  });

  test("keeps no more than it may, and has those start over who would miss what it dropped", () => {
    for (let number = 11; number <= 20; number++) tail.append("e1", [revision(number, account("a"), account("b"))]);
    expect(tail.since({ revision: 17 })).toEqual([{ kind: "start-over", epoch: "e1", revision: 20 }]);
    expect(tail.since({ revision: 18 }).map((news) => news.revision)).toEqual([19, 20]);
    tail.append("e1", [revision(21, ...Array.from({ length: 6 }, (_, index) => account(`many-${index}`)))]);
    expect(tail.since({ revision: 20 })).toEqual([{ kind: "start-over", epoch: "e1", revision: 21 }]);
    expect(tail.since({ revision: 21 })).toEqual([]);
  });

  test("forgets everything when it starts over itself", () => {
    tail.append("e1", [revision(11, account("a"))]);
    tail.startOver({ epoch: "e2", revision: 11 });
    const startOver = [{ kind: "start-over", epoch: "e2", revision: 11 }];
    expect(tail.since({ epoch: "e1", revision: 11 })).toEqual(startOver);
    expect(tail.since({ epoch: "e2", revision: 10 })).toEqual(startOver);
    expect(tail.since({ epoch: "e2", revision: 11 })).toEqual([]);
  });

  test("tells listeners as it happens, until they stop", () => {
    const heard: ChangeNews[] = [];
    const stop = tail.listen((news) => heard.push(news));
    tail.append("e1", [revision(11, account("a")), revision(12)]);
    stop();
    tail.append("e1", [revision(13, account("b"))]);
    expect(heard).toEqual([told(11, account("a"))]);
  });
});
