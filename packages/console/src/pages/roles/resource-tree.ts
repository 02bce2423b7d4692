import type { Catalog } from "../../api/catalog.ts";
import type { CheckNode } from "../../ui/CheckTree.tsx";
import { fold } from "../api-keys/roles/role-choice.ts";

interface TreeOptions {
  /** Only these. Default: all of the catalog. */
  readonly only?: ReadonlySet<string>;
  /** Words that a resource, its category or its product has all of. */
  readonly search?: string;
  /** Why a resource stays as it is. */
  readonly lockedReason?: (resource: string) => string | undefined;
  /** What resources are grouped under that the catalog doesn't have. */
  readonly unknown: string;
}

/** The catalog as a tree: product > category > resource, in its order, without groups that would be empty. */
export function resourceTree(catalog: Catalog, options: TreeOptions): readonly CheckNode[] {
  const { only, search = "", lockedReason = () => undefined, unknown } = options;
  const words = fold(search).split(/\s+/).filter(Boolean);
  const left = new Set(only);
  const keep = (key: string, ...texts: string[]): boolean => {
    left.delete(key);
    if (only !== undefined && !only.has(key)) return false;
    const text = fold([key, ...texts].join("\n"));
    return words.every((word) => text.includes(word));
  };
  const leaf = (key: string, name: string): CheckNode => ({
    id: key,
    label: name,
    ...(name !== key && { hint: key }),
    lockedReason: lockedReason(key),
  });
  const products = catalog.products.map((product): CheckNode => {
    const categories = product.categories.map((category): CheckNode => {
      const resources = category.resources.filter(({ key, name }) => keep(key, name, category.name, product.name));
      const id = groupId(product.id, category.id);
      return { id, label: category.name, children: resources.map(({ key, name }) => leaf(key, name)) };
    });
    return { id: groupId(product.id), label: product.name, children: categories.filter(isFilled) };
  });
  const rest = [...left].filter((key) => keep(key, unknown)).map((key) => leaf(key, key));
  return [...products, { id: groupId(""), label: unknown, children: rest }].filter(isFilled);
}

/** Leaves of a tree. */
export function countLeaves(nodes: readonly CheckNode[]): number {
  return nodes.reduce((sum, { children }) => sum + (children === undefined ? 1 : countLeaves(children)), 0);
}

/** A space is in no resource's key: groups and resources never share an id. */
function groupId(...parts: readonly string[]): string {
  return `group ${parts.join(" ")}`;
}

function isFilled({ children }: CheckNode): boolean {
  return children === undefined || children.length > 0;
}
