import { effectiveCatalog } from "../domain/catalog.ts";
import { DomainError } from "../domain/errors.ts";
import type { KeyGap } from "../domain/key-gap.ts";
import type { Page, PageRequest } from "../domain/page.ts";
import { dayOf, dayText } from "../domain/use.ts";
import type { GapQuestion } from "../storage/store.ts";
import type { OperatorAccess } from "./access.ts";
import { requireKnownResources } from "./known-resources.ts";
import { gently } from "./pace.ts";
import type { Ports } from "./ports.ts";

/** What is about to be needed, and by whom: the keys that use an API. */
export interface GapsAsked {
  /** The resource that will be needed. */
  readonly resource: string;
  /** The resources that the API needs today: keys that were allowed one of them; empty: keys that were allowed anything. */
  readonly usedResources: readonly string[];
  /** How many days back they were, today's included: 1 to 400. */
  readonly days: number;
}

/**
 * The keys and external keys of all accounts that use an API and lack a resource: those that would fail from the day on which it
 * becomes mandatory.
 *
 * @throws DomainError `NOT_FOUND` where the catalog doesn't have the resource, `INVALID_INPUT` where it lacks one of those used
 */
export async function listGaps(
  ports: Ports,
  _operator: OperatorAccess,
  asked: GapsAsked,
  page: PageRequest<"account">,
): Promise<Page<KeyGap>> {
  return ports.reads.gaps.list(await questionOf(ports, asked), page, ports.nowMs());
}

/** All of them, to be taken elsewhere. */
export interface GapExport {
  /** The day from which on they were used, as RFC 3339 writes it, and today. */
  readonly from: string;
  readonly to: string;
  readonly gaps: AsyncIterable<readonly KeyGap[]>;
  /** To be called once when nobody reads it any more, whether or not they began to: until then no other begins. */
  readonly end: () => void;
}

/**
 * Hands out the whole list, page by page, resting between them.
 *
 * @throws DomainError as `listGaps`; `TOO_MANY_AT_ONCE` where another is under way: each looks at every key of the installation
 */
export async function exportGaps(ports: Ports, _operator: OperatorAccess, asked: GapsAsked): Promise<GapExport> {
  const question = await questionOf(ports, asked);
  const nowMs = ports.nowMs();
  const end = ports.exports.begin("gaps of all accounts");
  return {
    from: dayText(question.fromDay),
    to: dayText(dayOf(nowMs)),
    gaps: gently(ports.reads.gaps.all(question, nowMs), ports.pace),
    end,
  };
}

async function questionOf({ nowMs, reads }: Ports, { days, resource, usedResources }: GapsAsked): Promise<GapQuestion> {
  const { predefinedRoles, resourceKeys } = effectiveCatalog(await reads.catalog.find());
  if (!resourceKeys.has(resource)) throw new DomainError("NOT_FOUND", "The catalog has no such resource.");
  await requireKnownResources(reads, usedResources, "?usedResource");
  const holding = [...predefinedRoles.values()].filter((role) => role.resources.includes(resource));
  return {
    resource,
    predefinedRoles: holding.map((role) => role.id),
    usedResources,
    fromDay: dayOf(nowMs()) - days + 1,
  };
}
