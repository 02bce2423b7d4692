import { z } from "zod";
import type { RoleView } from "../../../usecases/list-roles.ts";
import { etagOf } from "../../etag.ts";

export const roleSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string(),
    predefined: z.boolean().describe("It comes with the catalog and exists in every account."),
    resources: z.array(z.string()),
    etag: z.string(),
  })
  .meta({ id: "Role" });

export function roleWire({
  id,
  name,
  description,
  predefined,
  resources,
  state,
}: RoleView): z.input<typeof roleSchema> {
  return { id, name, description, predefined, resources: [...resources], etag: etagOf(state) };
}
