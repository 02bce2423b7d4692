import { effectiveCatalog } from "../domain/catalog.ts";
import { DomainError } from "../domain/errors.ts";
import type { Reads } from "../storage/store.ts";

/**
 * @param path JSON pointer to where they stand in the input
 * @throws DomainError `INVALID_INPUT` naming those that the catalog doesn't have, by their place
 */
export async function requireKnownResources(
  source: Pick<Reads, "catalog">,
  resources: readonly string[],
  path: string,
): Promise<void> {
  const { resourceKeys } = effectiveCatalog(await source.catalog.find());
  const errors = resources.flatMap((key, index) =>
    resourceKeys.has(key) ? [] : { path: `${path}/${index}`, message: "is no resource of the catalog" },
  );
  if (errors.length === 0) return;
  throw new DomainError("INVALID_INPUT", "Some of these resources are not in the catalog.", { errors });
}
