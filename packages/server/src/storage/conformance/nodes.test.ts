import { expect, describe, test } from "vitest";
import { engineNames } from "../test-database.ts";
import { openTestStore } from "./test-store.ts";

const demand = (limit: string, used: number) => ({ limit, used, demand: used * 2 });

describe.each(engineNames)("what nodes tell each other on %s", (name) => {
  test("is heard by the others, in place of what was told before, with a sign of life", async () => {
    const { nodes, feed } = await openTestStore(name);
    expect(await nodes.exchange("a", [demand("lk-acme-1 “host”", 1)])).toEqual([]);
    expect(await nodes.exchange("b", [])).toEqual([{ node: "a", beat: 1, demands: [demand("lk-acme-1 “host”", 1)] }]);
    expect(await nodes.exchange("a", [demand("x", 2), demand("y", 3)])).toEqual([{ node: "b", beat: 1, demands: [] }]);
    expect(await nodes.exchange("c", [])).toEqual([
      { node: "a", beat: 2, demands: [demand("x", 2), demand("y", 3)] },
      { node: "b", beat: 1, demands: [] },
    ]);
    expect((await feed.position()).revision).toBe(0);
  });

  test("is forgotten when a node has left", async () => {
    const { nodes } = await openTestStore(name);
    for (const node of ["a", "b", "c"]) await nodes.exchange(node, []);
    await nodes.remove([]);
    await nodes.remove(["b", "nobody"]);
    expect((await nodes.exchange("c", [])).map(({ node }) => node)).toEqual(["a"]);
  });
});
