import type { Actor } from "../domain/actor.ts";
import type { ServiceResource } from "../domain/catalog.ts";
import { SERVICE_RESOURCES } from "../domain/catalog.ts";
import { DomainError } from "../domain/errors.ts";
import type { Origin } from "../domain/origin.ts";
import type { Changes, Reads } from "../storage/store.ts";
import type { Ports } from "./ports.ts";

/** Somebody who has been let into an account, and what they may do there. Use cases take it as proof of that. */
export interface Access {
  readonly account: string;
  readonly actor: Actor;
  /** What they held when the request came. */
  readonly resources: Holdings;
  readonly origin: Origin;
  /**
   * The same access as it is now, as a changing transaction sees it: what was taken from somebody counts for what they have
   * under way. @throws DomainError where they aren't let in any more
   */
  readonly renew: (reads: Pick<Reads, "accounts" | "operators" | "users">) => Promise<Access>;
}

/** The resources that somebody holds in an account; operators hold all. */
export type Holdings = ReadonlySet<string> | "all";

/**
 * Lets in whoever an actor names as they are now, to answer for what they left under way: see `Access.renew`.
 *
 * @throws DomainError where they wouldn't be let in
 */
export type AccessOfActor = (
  reads: Pick<Reads, "accounts" | "operators" | "users">,
  actor: Actor,
  account: string,
) => Promise<Access>;

/** The platform team, who may act in every account and on what belongs to none. */
export interface OperatorAccess {
  readonly actor: Actor;
  readonly origin: Origin;
  /** Asks again, as a changing transaction sees it. @throws DomainError `FORBIDDEN` where they are no operator any more */
  readonly renew: (reads: Pick<Reads, "operators">) => Promise<void>;
}

/**
 * Lets through who holds a resource, or any of several that each imply it.
 *
 * @throws DomainError `FORBIDDEN` naming the first
 */
export function requireResource(access: Access, resource: ServiceResource, ...orAny: ServiceResource[]): void {
  if (mayAny(access, resource, ...orAny)) return;
  throw new DomainError(
    "FORBIDDEN",
    `You need the permission “${SERVICE_RESOURCES[resource]}” (${resource}) in this account.`,
    { resource },
  );
}

/** Whether somebody acts as the platform team does: nobody else holds all, whatever the catalog. */
export function isOperator({ resources }: Pick<Access, "resources">): boolean {
  return resources === "all";
}

/** Whether somebody holds any of several resources. */
export function mayAny(access: Access, ...resources: ServiceResource[]): boolean {
  return resources.some((key) => holds(access.resources, key));
}

/**
 * Runs a change for somebody who holds a resource: asked before a transaction is waited for, and again within it.
 *
 * @throws DomainError `FORBIDDEN`, or whatever keeps the actor out by then
 */
export function changeAs<T>(
  ports: Ports,
  access: Access,
  resource: ServiceResource,
  work: (tx: Changes, access: Access) => Promise<T>,
): Promise<T> {
  requireResource(access, resource);
  return ports.change(access.origin, async (tx) => {
    const current = await access.renew(tx);
    requireResource(current, resource);
    return work(tx, current);
  });
}

/**
 * Runs a change for an operator, who is asked within the transaction whether they still are one.
 *
 * @throws DomainError `FORBIDDEN`
 */
export function changeAsOperator<T>(
  ports: Ports,
  { origin, renew }: OperatorAccess,
  work: (tx: Changes) => Promise<T>,
): Promise<T> {
  return ports.change(origin, async (tx) => {
    await renew(tx);
    return work(tx);
  });
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
