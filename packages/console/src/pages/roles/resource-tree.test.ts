import { expect, test } from "vitest";
import { catalog } from "../../testing/sample-data.ts";
import type { CheckNode } from "../../ui/CheckTree.tsx";
import { countLeaves, resourceTree } from "./resource-tree.ts";

const unknown = "Not in the catalog";

/** A tree as text, a line for each node, indented by depth. */
function outline(nodes: readonly CheckNode[], depth = 0): string[] {
  return nodes.flatMap(({ label, hint, children }) => [
    `${"  ".repeat(depth)}${label}${hint === undefined ? "" : ` (${hint})`}`,
    ...outline(children ?? [], depth + 1),
  ]);
}

test("the whole catalog is product > category > resource, in its order", () => {
  const tree = resourceTree(catalog, { unknown });
  expect(outline(tree).slice(0, 5)).toEqual([
    "OMS",
    "  OMS access",
    "    View order (oms.view-order)",
    "    Cancel order (oms.cancel-order)",
    "PCI Gateway",
  ]);
  expect(countLeaves(tree)).toBe(6);
});

test.each([
  ["cancel", ["oms.cancel-order"]],
  ["CÁNCEL órder", ["oms.cancel-order"]],
  ["oms access", ["oms.view-order", "oms.cancel-order"]],
  ["pci refund", ["pci-gateway.refund"]],
  ["oms refund", []],
])("a search for %j finds by resource, category and product together", (search, keys) => {
  const leaves = (nodes: readonly CheckNode[]): string[] =>
    nodes.flatMap(({ id, children }) => (children === undefined ? [id] : leaves(children)));
  expect(leaves(resourceTree(catalog, { unknown, search }))).toEqual(keys);
});

test("of a role only what it opens is there, and what the catalog doesn't have last", () => {
  const only = new Set(["gone.thing", "pci-gateway.refund"]);
  expect(outline(resourceTree(catalog, { unknown, only }))).toEqual([
    "PCI Gateway",
    "  Edit",
    "    Refund payments (pci-gateway.refund)",
    "Not in the catalog",
    "  gone.thing",
  ]);
  expect(countLeaves(resourceTree(catalog, { unknown, only, search: "refund" }))).toBe(1);
  expect(resourceTree(catalog, { unknown, only: new Set() })).toEqual([]);
});

test("a group is never taken for a resource of the same name", () => {
  const odd = {
    products: [{ id: "a", name: "A", categories: [{ id: "b", name: "B", resources: [{ key: "a", name: "a" }] }] }],
  };
  const ids = (nodes: readonly CheckNode[]): string[] =>
    nodes.flatMap(({ id, children = [] }) => [id, ...ids(children)]);
  const all = ids(resourceTree(odd, { unknown }));
  expect(new Set(all).size).toBe(all.length);
});
