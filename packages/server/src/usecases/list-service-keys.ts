import type { Page, PageRequest } from "../domain/page.ts";
import type { ServiceKey } from "../domain/service-key.ts";
import type { OperatorAccess } from "./access.ts";
import type { Ports } from "./ports.ts";

/** The credentials of the platform's services. */
export async function listServiceKeys(
  { reads }: Ports,
  _operator: OperatorAccess,
  page: PageRequest<"name" | "createdAt">,
): Promise<Page<ServiceKey>> {
  return reads.serviceKeys.list(page);
}
