/**
 * Who did something, as audit events and `createdBy` keep it. `id` names one actor for ever; `name` is how a person knew it
 * at that time. `owner` is the account of a key: an actor of another account is seen at once. An account is the actor of a
 * mirrored event, which doesn't say who acted there. Whoever opens a one-time link is known by nothing but that.
 */
export type Actor =
  | { readonly kind: "user"; readonly id: string; readonly name: string }
  | { readonly kind: "key"; readonly id: string; readonly name: string; readonly owner: string }
  | { readonly kind: "operator"; readonly id: string; readonly name: string }
  | { readonly kind: "link"; readonly id: string; readonly name: string }
  | { readonly kind: "account"; readonly id: string; readonly name: string }
  | { readonly kind: "system"; readonly id: string; readonly name: string };

/** The platform team by its token, which is for the first start and for machines. */
export const OPERATOR: Actor = { kind: "operator", id: "operator", name: "Operator" };

/** Latchkey itself: demo data, a catalog read at start, mirrored events. */
export const SYSTEM: Actor = { kind: "system", id: "latchkey", name: "Latchkey" };
