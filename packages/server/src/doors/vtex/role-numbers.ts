import { hash } from "node:crypto";
import { DomainError } from "../../domain/errors.ts";
import { OWNER_ROLE } from "../../domain/role.ts";

/** What VTEX calls the role that opens everything. */
const OWNER_NUMBER = 1;
/** Below it nothing is drawn: scripts know some numbers of VTEX's own by heart. */
const LEAST = 10_000;
/** Numbers are 32-bit integers. */
const MOST = 2 ** 31 - 1;

/**
 * The number by which VTEX's API knows a role: drawn from its id, so that it is the same in every account and at every time, and nothing has to be
 * kept.
 */
export function roleNumber(id: string): number {
  if (id === OWNER_ROLE) return OWNER_NUMBER;
  const drawn = Buffer.from(hash("sha256", id, "buffer")).readUIntBE(0, 6);
  return LEAST + (drawn % (MOST - LEAST));
}

/**
 * The role that a number means among those that there are; `undefined`: none.
 *
 * @throws DomainError `INVALID_INPUT` where it means two, which happens to one pair among two thousand million
 */
export function roleOfNumber(number: number, ids: Iterable<string>): string | undefined {
  const [found, another] = [...ids].filter((id) => roleNumber(id) === number);
  if (another === undefined) return found;
  throw new DomainError("INVALID_INPUT", "Several roles of this account have this number: assign them by their ids.");
}
