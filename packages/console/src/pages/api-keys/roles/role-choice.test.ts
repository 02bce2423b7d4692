import { expect, test } from "vitest";
import { catalog, omsFullAccess, omsReadOnly, payments } from "../../../testing/sample-data.ts";
import { excessOf, groupByProduct, resourcesOf, searchRoles } from "./role-choice.ts";

const all = [omsFullAccess, omsReadOnly, payments];

test("groupByProduct follows the catalog's order, and keeps what the catalog doesn't have", () => {
  expect(groupByProduct(catalog, ["gone.thing", "pci-gateway.refund", "oms.cancel-order", "oms.view-order"])).toEqual([
    {
      product: "OMS",
      resources: [
        { key: "oms.view-order", name: "View order" },
        { key: "oms.cancel-order", name: "Cancel order" },
      ],
    },
    { product: "PCI Gateway", resources: [{ key: "pci-gateway.refund", name: "Refund payments" }] },
    { product: undefined, resources: [{ key: "gone.thing", name: "gone.thing" }] },
  ]);
});

test("resourcesOf is the union of what the chosen roles give", () => {
  expect(resourcesOf(all, [])).toEqual(new Set());
  expect(resourcesOf(all, ["oms-read-only", "oms-full-access", "gone"])).toEqual(
    new Set(["oms.view-order", "oms.cancel-order"]),
  );
});

test("excessOf is what the role gives and its giver lacks", () => {
  expect(excessOf(omsFullAccess, new Set(["oms.view-order"]))).toEqual(["oms.cancel-order"]);
  expect(excessOf(omsReadOnly, new Set(["oms.view-order"]))).toEqual([]);
});

test.each([
  ["", ["OMS - Full access", "OMS - Read only", "Payments"]],
  ["read OMS", ["OMS - Read only"]],
  ["cancel", ["OMS - Full access"]],
  ["pci-gateway.refund", ["Payments"]],
  ["PÁYMENTS", ["Payments"]],
  ["nothing like it", []],
])("searchRoles for %j", (search, names) => {
  expect(searchRoles(all, catalog, search).map(({ name }) => name)).toEqual(names);
});
