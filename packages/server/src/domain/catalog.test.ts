import { describe, expect, test } from "vitest";
import { type Catalog, catalogProblems, effectiveCatalog, resourceKeysOf, SERVICE_RESOURCES } from "./catalog.ts";

const OMS = {
  id: "oms",
  name: "OMS",
  categories: [
    { id: "orders", name: "Orders", resources: [{ key: "oms.view", name: "View" }] },
    { id: "returns", name: "Returns", resources: [{ key: "oms.return", name: "Return", description: "d" }] },
  ],
};
const VIEWER = { id: "viewer", name: "Viewer", description: "", resources: ["oms.view"] };
const CATALOG: Catalog = { products: [OMS], roles: [VIEWER] };
const SERVICE_KEYS = Object.keys(SERVICE_RESOURCES);

describe("the effective catalog", () => {
  test("without a platform's own has the service's product and its two roles", () => {
    const { predefinedRoles, products, resourceKeys } = effectiveCatalog(undefined);
    expect(products.map(({ id }) => id)).toEqual(["account"]);
    expect([...resourceKeys]).toEqual(SERVICE_KEYS);
    expect([...predefinedRoles.keys()]).toEqual(["owner", "user-administrator-restricted"]);
  });

  test("adds the platform's to it; the owner holds all, the restricted administrator the service's own", () => {
    const { predefinedRoles, products, resourceKeys } = effectiveCatalog(CATALOG);
    expect(products.map(({ id }) => id)).toEqual(["account", "oms"]);
    expect([...resourceKeys]).toEqual([...SERVICE_KEYS, "oms.view", "oms.return"]);
    expect(predefinedRoles.get("owner")?.resources).toEqual([...resourceKeys]);
    expect(predefinedRoles.get("user-administrator-restricted")?.resources).toEqual(SERVICE_KEYS);
    expect(predefinedRoles.get("viewer")).toEqual({ ...VIEWER, predefined: true });
    expect(resourceKeysOf(OMS)).toEqual(["oms.view", "oms.return"]);
  });

  test("is made once for each catalog", () => {
    expect(effectiveCatalog(CATALOG)).toBe(effectiveCatalog(CATALOG));
    expect(effectiveCatalog(undefined)).toBe(effectiveCatalog(undefined));
    expect(effectiveCatalog({ ...CATALOG })).not.toBe(effectiveCatalog(CATALOG));
  });
});

describe("the problems of a catalog", () => {
  const roleNaming = (...resources: string[]) => ({ ...VIEWER, resources });

  test.each<[string, Catalog, string[]]>([
    ["none", CATALOG, []],
    ["none, where it is empty", { products: [], roles: [] }, []],
    ["none, where a role names the service's own", { products: [], roles: [roleNaming("account.view-audit")] }, []],
    ["a product twice", { products: [OMS, { ...OMS, categories: [] }], roles: [] }, ["product oms is defined twice"]],
    [
      "the service's product",
      { products: [{ id: "account", name: "Mine", categories: [] }], roles: [] },
      ["product account is defined twice"],
    ],
    [
      "a resource in two products",
      { products: [OMS, { ...OMS, id: "pci" }], roles: [] },
      ["resource oms.view is defined twice", "resource oms.return is defined twice"],
    ],
    [
      "a resource of the service",
      {
        products: [
          {
            id: "x",
            name: "X",
            categories: [{ id: "c", name: "C", resources: [{ key: "account.edit-roles", name: "" }] }],
          },
        ],
        roles: [],
      },
      ["resource account.edit-roles is defined twice"],
    ],
    [
      "a role three times, said once",
      { products: [OMS], roles: [VIEWER, VIEWER, VIEWER] },
      ["role viewer is defined twice"],
    ],
    ["the owner's role", { products: [], roles: [{ ...roleNaming(), id: "owner" }] }, ["role owner is defined twice"]],
    [
      "resources that no product has",
      { products: [OMS], roles: [roleNaming("oms.view", "oms.gone", "pci.x")] },
      [
        "role viewer names resource oms.gone, which no product has",
        "role viewer names resource pci.x, which no product has",
      ],
    ],
  ])("are %s", (_what, catalog, problems) => {
    expect(catalogProblems(catalog)).toEqual(problems);
  });
});
