import { expect, test } from "vitest";
import type { Change } from "../domain/change.ts";
import { ChangeLog } from "./change-log.ts";

const key = (name: string): Change => ({ kind: "key", key: name });
const dated = (name: string, at: number) => ({ ...key(name), revision: at });
const revision = (number: number, ...names: string[]) => ({ revision: number, atMs: 0, changes: names.map(key) });

function logOf(most?: number): ChangeLog {
  const log = new ChangeLog(most);
  log.startOver({ epoch: "e", revision: 10 });
  return log;
}

test("knows nothing before it has begun, and from where on it knows everything", () => {
  expect(new ChangeLog().after(0)).toBeUndefined();
  const log = logOf();
  expect(log.after(10)).toEqual({ epoch: "e", after: 10, through: 10, complete: true, changes: [] });
  expect(log.after(9)).toMatchObject({ complete: false });
});

test("names each thing once that changed behind a revision", () => {
  const log = logOf();
  log.add(revision(11, "a", "b"));
  log.add(revision(12, "a"));
  expect(log.after(10)).toMatchObject({ through: 12, complete: true, changes: [dated("b", 11), dated("a", 12)] });
  expect(log.after(11)).toMatchObject({ complete: true, changes: [dated("a", 12)] });
});

test("forgets the oldest where there is too much, and says from where on it knows", () => {
  const log = logOf(2);
  for (const [index, name] of ["a", "b", "c"].entries()) log.add(revision(11 + index, name));
  expect(log.after(10)).toMatchObject({ complete: false });
  expect(log.after(11)).toMatchObject({ complete: true, changes: [dated("b", 12), dated("c", 13)] });
});

test("begins anew with another history", () => {
  const log = logOf();
  log.add(revision(11, "a"));
  log.startOver({ epoch: "f", revision: 3 });
  expect(log.after(3)).toEqual({ epoch: "f", after: 3, through: 3, complete: true, changes: [] });
});
