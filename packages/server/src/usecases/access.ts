import type { Actor } from "../domain/actor.ts";
import type { ServiceResource } from "../domain/catalog.ts";
import { SERVICE_RESOURCES } from "../domain/catalog.ts";
import { DomainError } from "../domain/errors.ts";
import type { Origin } from "../domain/origin.ts";

/** Somebody who has been let into an account, and what they may do there. Use cases take it as proof of that. */
export interface Access {
  readonly account: string;
  readonly actor: Actor;
  readonly resources: Holdings;
  readonly origin: Origin;
}

/** The resources that somebody holds in an account; operators hold all. */
export type Holdings = ReadonlySet<string> | "all";

/** The platform team, who may act in every account and on what belongs to none. */
export interface OperatorAccess {
  readonly actor: Actor;
  readonly origin: Origin;
}

/**
 * Lets through who holds a resource, or any of several that each imply it.
 *
 * @throws DomainError `FORBIDDEN` naming the first
 */
export function requireResource(access: Access, resource: ServiceResource, ...orAny: ServiceResource[]): void {
  if ([resource, ...orAny].some((key) => holds(access.resources, key))) return;
  throw new DomainError(
    "FORBIDDEN",
    `You need the permission “${SERVICE_RESOURCES[resource]}” (${resource}) in this account.`,
    { resource },
  );
}

/**
 * Nobody gives what they lack (rule 7).
 *
 * @throws DomainError `ROLE_NOT_HELD` naming the first resource that the actor lacks
 */
export function requireHeld(access: Access, resources: Iterable<string>): void {
  for (const resource of resources) {
    if (holds(access.resources, resource)) continue;
    throw new DomainError("ROLE_NOT_HELD", `This would give ${resource}, which you don't have in this account.`, {
      resource,
    });
  }
}

function holds(holdings: Holdings, resource: string): boolean {
  return holdings === "all" || holdings.has(resource);
}
