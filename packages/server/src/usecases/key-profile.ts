import type { AuditFields } from "../domain/audit-event.ts";
import { effectiveCatalog } from "../domain/catalog.ts";
import { DomainError } from "../domain/errors.ts";
import type { KeyProfile } from "../domain/key.ts";
import type { Reads } from "../storage/store.ts";

/** @throws DomainError `INVALID_INPUT` where a profile asks for resources that the catalog doesn't have */
export async function requireKnownResources(source: Pick<Reads, "catalog">, profile: KeyProfile | null): Promise<void> {
  if (!profile) return;
  const { resourceKeys } = effectiveCatalog(await source.catalog.find());
  const unknown = profile.resources.filter((key) => !resourceKeys.has(key));
  if (unknown.length === 0) return;
  throw new DomainError("INVALID_INPUT", "Some of these resources are not in the catalog.", {
    errors: unknown.map((key) => ({
      path: `/profile/resources/${profile.resources.indexOf(key)}`,
      message: "is no resource of the catalog",
    })),
  });
}

/** A profile as an audit event compares it. */
export function profileFields(profile: KeyProfile | null): AuditFields {
  return { description: profile?.description ?? null, requestedResources: profile?.resources ?? null };
}
