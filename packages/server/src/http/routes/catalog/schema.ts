import { z } from "zod";
import type { EffectiveCatalog } from "../../../domain/catalog.ts";
import { ROLE_ID_PATTERN } from "../../../domain/role.ts";
import { nameInput } from "../../wire.ts";

const slug = z.string().max(80).regex(ROLE_ID_PATTERN, "must be lower-case letters, digits and single hyphens");

const resource = z
  .object({
    key: z
      .string()
      .max(120)
      .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, "must be like oms.view-order"),
    name: nameInput,
    description: z.string().max(1_000).optional(),
  })
  .meta({ id: "Resource" });

const category = z
  .object({ id: slug, name: nameInput, resources: z.array(resource).max(2_000) })
  .meta({ id: "ResourceCategory" });

const product = z.object({ id: slug, name: nameInput, categories: z.array(category).max(500) }).meta({ id: "Product" });

/** The resources that accounts see. */
export const resourcesSchema = z.object({ products: z.array(product) });

export function resourcesWire({ products }: EffectiveCatalog): z.input<typeof resourcesSchema> {
  // Written out and thrown away: nobody changes it meanwhile.
  return { products: products as z.input<typeof product>[] };
}

/** A catalog as the platform team writes it; what else its file holds is left out. */
export const catalogInput = z.object({
  products: z.array(product).max(1_000),
  roles: z
    .array(
      z.object({
        id: slug,
        name: nameInput,
        description: z.string().trim().max(1_000).default(""),
        resources: z.array(z.string().max(120)).max(5_000),
      }),
    )
    .max(1_000),
});
