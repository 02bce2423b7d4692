import { OWNER_ROLE, type Role } from "./role.ts";

/** One permission. `key` is its identity: `<product>.<what>`, lower case. */
export interface Resource {
  readonly key: string;
  readonly name: string;
  readonly description?: string | undefined;
}

export interface ResourceCategory {
  readonly id: string;
  readonly name: string;
  readonly resources: readonly Resource[];
}

export interface Product {
  readonly id: string;
  readonly name: string;
  readonly categories: readonly ResourceCategory[];
}

/** A role as the catalog defines it for every account. */
export interface PredefinedRole {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly resources: readonly string[];
}

/** What the platform team supplies: the platform's resources and the roles that exist in every account. */
export interface Catalog {
  readonly products: readonly Product[];
  readonly roles: readonly PredefinedRole[];
}

/** The resources that Latchkey itself asks for, by what they allow. */
export const SERVICE_RESOURCES = {
  "account.view-api-keys": "View API keys",
  "account.edit-api-keys": "Edit API keys",
  "account.renew-api-token": "Renew API tokens",
  "account.edit-api-keys-settings": "Edit API keys settings",
  "account.verify-api-keys": "Verify API keys",
  "account.view-roles": "View roles",
  "account.edit-roles": "Edit roles",
  "account.view-users": "View users",
  "account.edit-users": "Edit users",
  "account.view-audit": "View the audit log",
} as const;

/** A resource of the service's own product. */
export type ServiceResource = keyof typeof SERVICE_RESOURCES;

/** The service's own product; a platform's catalog can't replace it. */
const SERVICE_PRODUCT: Product = {
  id: "account",
  name: "Account",
  categories: [
    {
      id: "account-settings",
      name: "Account settings",
      resources: Object.entries(SERVICE_RESOURCES).map(([key, name]) => ({ key, name })),
    },
  ],
};

/** The platform's catalog together with the service's own product and roles: what accounts see. */
export interface EffectiveCatalog {
  readonly products: readonly Product[];
  readonly resourceKeys: ReadonlySet<string>;
  readonly predefinedRoles: ReadonlyMap<string, Role>;
}

const NO_CATALOG: Catalog = { products: [], roles: [] };
const completed = new WeakMap<Catalog, EffectiveCatalog>();

/** Completes a platform's catalog; `undefined` stands for an installation that has none yet. The same one comes back the same. */
export function effectiveCatalog(catalog: Catalog = NO_CATALOG): EffectiveCatalog {
  let effective = completed.get(catalog);
  if (!effective) completed.set(catalog, (effective = complete(catalog)));
  return effective;
}

function complete(catalog: Catalog): EffectiveCatalog {
  const products = [SERVICE_PRODUCT, ...catalog.products];
  const resourceKeys = new Set(products.flatMap(resourceKeysOf));
  const serviceKeys = resourceKeysOf(SERVICE_PRODUCT);
  const roles: Role[] = [
    {
      id: OWNER_ROLE,
      name: "Owner",
      description: "Everything in the account.",
      predefined: true,
      resources: [...resourceKeys],
    },
    {
      id: "user-administrator-restricted",
      name: "User administrator - Restricted",
      description: "Manages users, roles and API keys of the account, and nothing else.",
      predefined: true,
      resources: serviceKeys,
    },
    ...catalog.roles.map((role) => ({ ...role, predefined: true })),
  ];
  return { products, resourceKeys, predefinedRoles: new Map(roles.map((role) => [role.id, role])) };
}

/** Every resource key of a product, in its order. */
export function resourceKeysOf(product: Product): string[] {
  return product.categories.flatMap((category) => category.resources.map((resource) => resource.key));
}

/** What is wrong with a catalog beyond its shape: things defined twice or not at all. Empty where nothing is. */
export function catalogProblems(catalog: Catalog): string[] {
  const own = effectiveCatalog(undefined);
  const productIds = [SERVICE_PRODUCT.id, ...catalog.products.map((product) => product.id)];
  const keys = [...own.resourceKeys, ...catalog.products.flatMap(resourceKeysOf)];
  const roleIds = [...own.predefinedRoles.keys(), ...catalog.roles.map((role) => role.id)];
  const known = new Set(keys);
  return [
    ...repeated(productIds).map((id) => `product ${id} is defined twice`),
    ...repeated(keys).map((key) => `resource ${key} is defined twice`),
    ...repeated(roleIds).map((id) => `role ${id} is defined twice`),
    ...catalog.roles.flatMap((role) =>
      role.resources
        .filter((key) => !known.has(key))
        .map((key) => `role ${role.id} names resource ${key}, which no product has`),
    ),
  ];
}

function repeated(values: readonly string[]): string[] {
  const seen = new Set<string>();
  const again = new Set<string>();
  for (const value of values) (seen.has(value) ? again : seen).add(value);
  return [...again];
}
