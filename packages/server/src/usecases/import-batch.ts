import { effectiveCatalog } from "../domain/catalog.ts";
import { DomainError, type ErrorCode } from "../domain/errors.ts";
import { compareCodeUnits } from "../domain/text.ts";
import type { Changes } from "../storage/store.ts";
import { changeAsOperator, type OperatorAccess } from "./access.ts";
import type { Ports } from "./ports.ts";

/** Most things that one batch imports. */
export const IMPORT_BATCH_MOST = 1_000;

/** Things that one transaction imports: other changes wait for it. */
const PART = 100;

/**
 * What became of one thing of a batch: it was imported, was there already and stays as it is, or is refused. It doesn't repeat what was sent, in
 * which a token may stand in the wrong place.
 */
export type ImportOutcome =
  | { readonly outcome: "imported" | "present" }
  | { readonly outcome: "refused"; readonly code: ErrorCode; readonly detail: string };

/** Imports one thing. Answers whether it was there already. @throws DomainError where it is refused, before it has written anything */
export type ImportOne<Item> = (item: Item, index: number) => Promise<"imported" | "present">;

/**
 * Imports a batch for an operator, in parts: each commits by itself, with its audit events. One that ended early is sent again from its
 * beginning, and what was imported is then there already.
 *
 * @param begin prepares a part within its transaction
 * @returns one outcome for each item, in their order
 * @throws DomainError `FORBIDDEN`
 */
export async function importInParts<Item>(
  ports: Ports,
  operator: OperatorAccess,
  items: readonly Item[],
  begin: (tx: Changes, part: readonly Item[]) => Promise<ImportOne<Item>>,
): Promise<ImportOutcome[]> {
  const outcomes: ImportOutcome[] = [];
  for (let at = 0; at < items.length; at += PART) {
    const part = items.slice(at, at + PART);
    const found = await changeAsOperator(ports, operator, async (tx) => {
      const importOne = await begin(tx, part);
      const ofPart: ImportOutcome[] = [];
      for (const [index, item] of part.entries()) ofPart.push(await outcomeOf(() => importOne(item, index)));
      return ofPart.some(({ outcome }) => outcome === "imported") ? ofPart : tx.unchanged(ofPart);
    });
    outcomes.push(...found);
  }
  return outcomes;
}

/** What can be wrong with one thing alone. */
const REFUSALS: ReadonlySet<ErrorCode> = new Set([
  "INVALID_INPUT",
  "KEY_TAKEN",
  "OWN_KEY",
  "UNKNOWN_ACCOUNT",
  "UNKNOWN_KEY",
  "UNKNOWN_ROLE",
]);

async function outcomeOf(work: () => Promise<"imported" | "present">): Promise<ImportOutcome> {
  try {
    return { outcome: await work() };
  } catch (error) {
    // What fails the whole, such as a database that is gone, is nothing about this one.
    if (!(error instanceof DomainError && REFUSALS.has(error.code))) throw error;
    return { outcome: "refused", code: error.code, detail: error.message };
  }
}

/** Finds the roles to assign in an account, each once and in order. @throws DomainError `UNKNOWN_ACCOUNT`, `UNKNOWN_ROLE` */
export type RolesToImport = (account: string, ids: readonly string[]) => Promise<string[]>;

/** Looks up accounts and roles for one part, each account once: a batch may be of many keys, and a catalog is large. */
export async function rolesToImport(tx: Changes): Promise<RolesToImport> {
  const { predefinedRoles } = effectiveCatalog(await tx.catalog.find());
  const known = new Map<string, Promise<ReadonlySet<string> | undefined>>();
  const read = async (account: string) => {
    if (!(await tx.accounts.find(account))) return undefined;
    return new Set([...predefinedRoles.keys(), ...(await tx.roles.labels(account)).map(({ id }) => id)]);
  };
  return async (account, ids) => {
    let reading = known.get(account);
    if (!reading) known.set(account, (reading = read(account)));
    const roles = await reading;
    if (!roles) throw new DomainError("UNKNOWN_ACCOUNT", "There is no such account.");
    const unknown = ids.find((id) => !roles.has(id));
    if (unknown !== undefined) throw new DomainError("UNKNOWN_ROLE", "Some of these roles don't exist in the account.");
    return [...new Set(ids)].toSorted(compareCodeUnits);
  };
}
