import { DomainError } from "../domain/errors.ts";

/**
 * What a caller demands of the state of what they are about to change: whether it is the one that they saw. `undefined`
 * where they don't say.
 */
export type Precondition = ((state: string) => boolean) | undefined;

/** The state of what one side can edit of an object, as text: two objects that are the same in that have the same. */
export function stateOf(editable: object): string {
  return JSON.stringify(editable);
}

/** @throws DomainError `PRECONDITION_FAILED` where the object has changed since the caller saw it */
export function requireState(precondition: Precondition, state: string): void {
  if (precondition === undefined || precondition(state)) return;
  throw new DomainError("PRECONDITION_FAILED", "Somebody else has changed this meanwhile: read it again.");
}
