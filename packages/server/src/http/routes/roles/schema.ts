import { z } from "zod";
import type { RoleUse } from "../../../domain/role.ts";
import { USE_NAMED_MAX } from "../../../usecases/get-role-use.ts";
import type { RoleView } from "../../../usecases/role-view.ts";
import { etagOf } from "../../etag.ts";
import { accountParams, nameInput, ownerSchema, ownerWire } from "../../wire.ts";

export const roleParams = accountParams.extend({ roleId: z.string() });

/** What can be given and edited of a role. */
export const roleFields = {
  name: nameInput,
  description: z.string().trim().max(1_000),
  resources: z.array(z.string().max(120)).max(5_000),
};

export const roleSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string(),
    predefined: z.boolean().describe("It comes with the catalog and exists in every account."),
    resources: z.array(z.string()),
    uses: z
      .object({ keys: z.int(), externalKeys: z.int(), users: z.int(), invitations: z.int() })
      .describe("How much has it in this account."),
    etag: z.string(),
  })
  .meta({ id: "Role" });

export function roleWire({
  id,
  name,
  description,
  predefined,
  resources,
  uses,
  state,
}: RoleView): z.input<typeof roleSchema> {
  return { id, name, description, predefined, resources: [...resources], uses, etag: etagOf(state) };
}

export const roleUseSchema = z
  .object({
    keys: z.array(z.object({ key: z.string(), name: z.string() })),
    externalKeys: z.array(z.object({ key: z.string(), name: z.string(), owner: ownerSchema })),
    users: z.array(z.object({ id: z.string(), name: z.string(), email: z.string() })),
    invitations: z.array(z.object({ id: z.string(), email: z.string() })).describe("Open ones."),
    counts: z
      .object({
        keys: z.int(),
        externalKeys: z.int(),
        companies: z.int().describe("Owners of the external keys."),
        users: z.int(),
        invitations: z.int(),
      })
      .describe("Of all, also where not all are named."),
  })
  .meta({
    id: "RoleUse",
    description: `What has a role: by name up to ${USE_NAMED_MAX} of each kind, and only as far as the caller may see keys and users.`,
  });

export function roleUseWire({
  keys,
  externalKeys,
  users,
  invitations,
  counts,
}: RoleUse): z.input<typeof roleUseSchema> {
  return {
    keys: keys.map(({ key, name }) => ({ key, name })),
    externalKeys: externalKeys.map(({ key, name, owner }) => ({ key, name, owner: ownerWire(owner) })),
    users: users.map(({ id, name, email }) => ({ id, name, email })),
    invitations: invitations.map(({ id, email }) => ({ id, email })),
    counts,
  };
}
