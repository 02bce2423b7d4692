import type { Catalog } from "../../../api/catalog.ts";
import type { Role } from "../../../api/roles.ts";

/** Resources of one product, as people know them. */
export interface ProductResources {
  /** `undefined` for resources that the catalog doesn't have. */
  readonly product: string | undefined;
  readonly resources: readonly { readonly key: string; readonly name: string }[];
}

/** What a partner says its key needs. */
export interface Needs {
  /** Who asks: the owner's display name. */
  readonly owner: string;
  readonly resources: readonly string[];
}

/** Groups resources by product, both in the catalog's order; what the catalog doesn't have comes last. */
export function groupByProduct(catalog: Catalog, resources: Iterable<string>): readonly ProductResources[] {
  const rest = new Set(resources);
  const groups: ProductResources[] = [];
  for (const product of catalog.products) {
    const found = product.categories
      .flatMap((category) => category.resources)
      .filter((resource) => rest.delete(resource.key))
      .map(({ key, name }) => ({ key, name }));
    if (found.length > 0) groups.push({ product: product.name, resources: found });
  }
  if (rest.size > 0) groups.push({ product: undefined, resources: [...rest].map((key) => ({ key, name: key })) });
  return groups;
}

/** Everything that a choice of roles opens: their union. */
export function resourcesOf(roles: readonly Role[], chosenIds: readonly string[]): ReadonlySet<string> {
  const chosen = new Set(chosenIds);
  return new Set(roles.filter((role) => chosen.has(role.id)).flatMap((role) => role.resources));
}

/** What a role gives that somebody doesn't hold, and so may not assign. */
export function excessOf(role: Role, held: ReadonlySet<string>): readonly string[] {
  return role.resources.filter((resource) => !held.has(resource));
}

/** Narrows roles to those whose name, description or resources have the words searched for; accents and case don't count. */
export function searchRoles(roles: readonly Role[], catalog: Catalog, search: string): readonly Role[] {
  const words = fold(search).split(/\s+/).filter(Boolean);
  if (words.length === 0) return roles;
  const names = new Map(
    catalog.products.flatMap((product) =>
      product.categories.flatMap((category) =>
        category.resources.map((resource) => [resource.key, `${product.name} ${resource.name}`] as const),
      ),
    ),
  );
  return roles.filter((role) => {
    const opened = role.resources.map((resource) => `${resource} ${names.get(resource) ?? ""}`);
    const text = fold([role.name, role.description, ...opened].join("\n"));
    return words.every((word) => text.includes(word));
  });
}

function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
