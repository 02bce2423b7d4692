import { z } from "zod";
import type { KeyGap } from "../../../domain/key-gap.ts";
import { dayText, USE_KEPT_DAYS } from "../../../domain/use.ts";
import type { GapsAsked } from "../../../usecases/list-gaps.ts";
import { ownerSchema, ownerWire } from "../../wire.ts";

/** Most resources that one question names as used. */
const USED_RESOURCES_MAX = 20;
/** How many days back a question looks unless it says. */
const DAYS_DEFAULT = 30;

const resourceKey = z.string().min(1).max(200);

export const gapParams = z.object({ resource: resourceKey.describe("The resource that will be needed.") });

/** The part of a question about gaps that its query says. */
export const gapQuery = {
  // One value comes as a text.
  usedResource: z
    .preprocess(
      (given) => (given === undefined || Array.isArray(given) ? given : [given]),
      z.array(resourceKey).max(USED_RESOURCES_MAX).optional(),
    )
    .describe(
      "A resource that the API asks for today; may be repeated. Only keys that were allowed one of them; without any, keys that were allowed anything at all.",
    ),
  days: z.coerce
    .number()
    .int()
    .min(1)
    .max(USE_KEPT_DAYS)
    .default(DAYS_DEFAULT)
    .describe("How many days back (UTC), today's included."),
};

export function gapsAsked(
  { resource }: z.output<typeof gapParams>,
  { days, usedResource }: { readonly days: number; readonly usedResource?: string[] | undefined },
): GapsAsked {
  return { resource, usedResources: usedResource ?? [], days };
}

export const gapSchema = z
  .object({
    account: z.string().describe("In which it is used."),
    displayName: z.string().describe("Of that account."),
    key: z.string(),
    external: z.boolean().describe("Whether another account owns it."),
    owner: ownerSchema,
    name: z.string().describe("The account's own name for it."),
    status: z.enum(["active", "inactive"]).describe("Whether it opens the account now."),
    roles: z.array(z.string()).describe("Ids of its roles in the account."),
    uses: z.int().describe("How often it was allowed what was asked about, within these days."),
    lastUsedOn: z.iso.date().describe("The last day (UTC) on which it was."),
  })
  .meta({ id: "KeyGap" });

export function gapWire(gap: KeyGap): z.input<typeof gapSchema> {
  const { account, displayName } = gap.account;
  return {
    account,
    displayName,
    key: gap.key,
    external: gap.owner.account !== account,
    owner: ownerWire(gap.owner),
    name: gap.name,
    status: gap.isActive ? "active" : "inactive",
    roles: [...gap.roles],
    uses: gap.uses,
    lastUsedOn: dayText(gap.lastDay),
  };
}
