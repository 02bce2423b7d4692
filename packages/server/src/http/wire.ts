import { z } from "zod";
import type { Account, AccountLabel } from "../domain/account.ts";
import type { Actor } from "../domain/actor.ts";
import { ASSIGNED_ROLES_MAX } from "../usecases/account-roles.ts";
import { REQUESTS_PER_MINUTE } from "../domain/rate-limit.ts";
import { ALLOWED_NETWORKS_MAX, canonicalNetwork, NETWORK_MAX_LENGTH } from "../domain/network.ts";
import { NAME_MAX_LENGTH, nameProblem } from "../domain/text.ts";
import { PASSWORD_LENGTH } from "../domain/user.ts";

/** A point in time as it is answered: RFC 3339, UTC, with milliseconds. */
export const timeSchema = z.iso.datetime({ precision: 3 });

/** A point in time as it is taken: RFC 3339 with any offset, between 1970 and 9999; in milliseconds since 1970. */
export const timeInput = z.iso
  .datetime({ offset: true })
  .transform((text) => Date.parse(text))
  .pipe(z.int().min(0).max(253_402_300_799_999));

export function toTime(ms: number): string {
  return new Date(ms).toISOString();
}

/** A name that a person gave, trimmed. */
export const nameInput = z
  .string()
  .trim()
  .max(NAME_MAX_LENGTH)
  .superRefine((name, context) => {
    const problem = nameProblem(name);
    if (problem !== undefined) context.addIssue({ code: "custom", message: problem });
  });

/** A person's email, trimmed and in lower case. */
export const emailInput = z.string().trim().toLowerCase().max(254).pipe(z.email()).describe("Compared without case.");

/** A password that somebody chooses. */
export const newPasswordInput = z.string().min(PASSWORD_LENGTH.least).max(PASSWORD_LENGTH.most);

/** Roles to assign, by id. */
export const roleIdsInput = z.array(z.string().max(100)).max(ASSIGNED_ROLES_MAX);

/** Most verifications within a minute. */
export const requestsPerMinuteInput = z
  .int()
  .min(REQUESTS_PER_MINUTE.least)
  .max(REQUESTS_PER_MINUTE.most)
  .nullable()
  .optional()
  .describe("Most verifications within a minute; null: any number.");

/** Where a key may be used from, as `canonicalNetwork` writes it, each network once. */
export const allowedNetworksInput = z
  .array(
    z
      .string()
      .trim()
      .max(NETWORK_MAX_LENGTH)
      .transform((text, context) => {
        const canonical = canonicalNetwork(text);
        if (canonical !== undefined) return canonical;
        const message = "must be an IP address or a network such as 203.0.113.0/24 or 2001:db8::/32";
        context.addIssue({ code: "custom", message });
        return z.NEVER;
      }),
  )
  .max(ALLOWED_NETWORKS_MAX)
  .transform((networks) => [...new Set(networks)])
  .optional()
  .describe(
    "IP addresses and networks, in CIDR notation, from which alone it may be used; none: from anywhere. What is behind the prefix is dropped.",
  );

/** The same as it is answered. */
export const allowedNetworksSchema = z
  .array(z.string())
  .describe("Networks in CIDR notation, from which alone it may be used; none: from anywhere.");

/** Part of what is searched for. */
export const searchInput = z.string().max(200).optional();

export const accountParams = z.object({ account: z.string() });
export const keyParams = accountParams.extend({ key: z.string() });

export const roleLabelSchema = z.object({ id: z.string(), name: z.string() }).meta({ id: "RoleLabel" });

export const ownerSchema = z.object({ account: z.string(), displayName: z.string() }).meta({ id: "AccountLabel" });

export const actorSchema = z
  .object({
    kind: z
      .enum(["user", "key", "operator", "link", "account", "system"])
      .describe("`link`: whoever opened a one-time link, which is all that is known of them."),
    id: z.string(),
    name: z.string(),
    owner: z.string().optional().describe("The account that owns the key, where the actor is one."),
  })
  .meta({ id: "Actor" });

export const accountSchema = z
  .object({
    name: z.string(),
    displayName: z.string(),
    status: z.enum(["active", "suspended"]),
    createdAt: timeSchema,
  })
  .meta({ id: "Account" });

export function accountWire({ name, displayName, status, createdAtMs }: Account): z.input<typeof accountSchema> {
  return { name, displayName, status, createdAt: toTime(createdAtMs) };
}

export function actorWire(actor: Actor): z.input<typeof actorSchema> {
  return actor;
}

export function ownerWire({ account, displayName }: AccountLabel): z.input<typeof ownerSchema> {
  return { account, displayName };
}
