import type { Catalog } from "../../../api/catalog.ts";
import type { FoundKey } from "../../../api/external-keys.ts";
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
  /** And its account. */
  readonly account: string;
  readonly resources: readonly string[];
}

/** What the owner of a key says that it needs; `undefined` where it says nothing. */
export function needsOf({ owner, profile }: FoundKey): Needs | undefined {
  if (profile === null || profile.resources.length === 0) return undefined;
  return { owner: owner.displayName, account: owner.account, resources: profile.resources };
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

/** The role that gives exactly what is asked for, neither more nor less. */
export function exactRole(roles: readonly Role[], asked: readonly string[]): Role | undefined {
  const wanted = new Set(asked);
  return roles.find(
    ({ resources }) => resources.length === wanted.size && resources.every((resource) => wanted.has(resource)),
  );
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

/** Text as it is searched: without accents and case. */
export function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
