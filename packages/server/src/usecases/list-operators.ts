import type { Operator } from "../domain/operator.ts";
import type { Page, PageRequest } from "../domain/page.ts";
import type { OperatorSort } from "../storage/store.ts";
import type { OperatorAccess } from "./access.ts";
import type { Ports } from "./ports.ts";

/** The people of the platform team. */
export async function listOperators(
  { reads }: Ports,
  _operator: OperatorAccess,
  page: PageRequest<OperatorSort>,
): Promise<Page<Operator>> {
  return reads.operators.list(page);
}
