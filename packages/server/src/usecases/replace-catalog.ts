import { type Catalog, catalogProblems, effectiveCatalog, type EffectiveCatalog } from "../domain/catalog.ts";
import { PLATFORM } from "../domain/account.ts";
import { compareCodeUnits } from "../domain/text.ts";
import { OWNER_ROLE } from "../domain/role.ts";
import { DomainError } from "../domain/errors.ts";
import type { Changes } from "../storage/store.ts";
import { changeAsOperator, type OperatorAccess } from "./access.ts";
import type { Ports } from "./ports.ts";

/**
 * Replaces the platform's catalog: its resources, and the roles that exist in every account.
 *
 * @throws DomainError `INVALID_INPUT` where it contradicts itself; `CATALOG_IN_USE`, with the list, where a resource or a role
 *   that something uses would vanish or a predefined role would take the place of an account's own
 */
export async function replaceCatalog(
  ports: Ports,
  operator: OperatorAccess,
  catalog: Catalog,
): Promise<EffectiveCatalog> {
  const problems = catalogProblems(catalog);
  if (problems.length > 0) {
    throw new DomainError("INVALID_INPUT", "This catalog contradicts itself.", {
      errors: problems.map((message) => ({ path: "", message })),
    });
  }
  return changeAsOperator(ports, operator, async (tx) => {
    const before = await tx.catalog.find();
    const after = effectiveCatalog(catalog);
    const inTheWay = await conflicts(tx, effectiveCatalog(before), after);
    if (inTheWay.length > 0) {
      throw new DomainError("CATALOG_IN_USE", "The present catalog is in use where this one differs.", {
        items: inTheWay,
      });
    }
    if (before && JSON.stringify(before) === JSON.stringify(catalog)) return tx.unchanged(after);
    await tx.catalog.replace(catalog);
    tx.changed({ kind: "catalog" });
    const size = ({ products, resourceKeys, predefinedRoles }: EffectiveCatalog) => ({
      products: products.length,
      resources: resourceKeys.size,
      roles: predefinedRoles.size,
    });
    await tx.record({
      account: PLATFORM,
      actor: operator.actor,
      action: "catalog.replaced",
      target: "catalog",
      before: size(effectiveCatalog(before)),
      after: size(after),
    });
    return after;
  });
}

async function conflicts(
  tx: Changes,
  before: EffectiveCatalog,
  { resourceKeys, predefinedRoles }: EffectiveCatalog,
): Promise<string[]> {
  const assigned = await tx.catalog.predefinedRolesInUse();
  // An owner holds whatever there is, and with it what is gone.
  const held = assigned
    .filter((id) => id !== OWNER_ROLE)
    .flatMap((id) => before.predefinedRoles.get(id)?.resources ?? []);
  const resources = new Set([...(await tx.catalog.resourcesInUse()), ...held]).difference(resourceKeys);
  const roles = assigned.filter((id) => !predefinedRoles.has(id));
  const custom = (await tx.catalog.customRoleIds()).filter((id) => predefinedRoles.has(id));
  return [
    ...[...resources].toSorted(compareCodeUnits).map((key) => `resource ${key} is held by a role in use`),
    ...roles.toSorted(compareCodeUnits).map((id) => `role ${id} is assigned`),
    ...custom.toSorted(compareCodeUnits).map((id) => `role ${id} exists as a custom role`),
  ];
}
