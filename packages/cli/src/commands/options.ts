import type { Option } from "@latchkey/server/command-line";
import { given, type Input } from "../input.ts";

type Options = Readonly<Record<string, Option>>;

export const LIMIT: Options = { limit: { value: "N", says: "show at most so many; default: all" } };
export const SEARCH: Options = { search: { value: "TEXT", says: "only those that hold this text" } };
export const YES: Options = { yes: { says: "don't ask first" } };
/** Of what is made: nothing is preselected, and without roles nothing may be done. */
export const ROLES: Options = {
  role: { value: "ID", repeats: true, says: "a role to assign; without any it may do nothing" },
};
export const NEW_ROLES: Options = {
  role: { value: "ID", repeats: true, says: "the roles from now on, all of them" },
  "no-roles": { says: "take every role away" },
};
export const WITH_ROLE: Options = { role: { value: "ID", says: "only those with this role" } };
export const REQUESTS: Options = {
  "requests-per-minute": { value: "N", says: "most requests a minute, or none for no limit" },
};

/** Of what is made: without any it may be used from anywhere. */
export const NETWORKS: Options = {
  network: { value: "CIDR", repeats: true, says: "a network or address to use it from; without any: from anywhere" },
};
export const NEW_NETWORKS: Options = {
  network: { value: "CIDR", repeats: true, says: "the networks to use it from, all of them" },
  "no-networks": { says: "let it be used from anywhere" },
};

/** Of lists of keys, generated and external alike. */
export const KEY_FILTERS: Options = { ...SEARCH, ...statusOption("active", "inactive"), ...WITH_ROLE, ...LIMIT };

/** What narrows a list of keys: see `KEY_FILTERS`. */
export function keyFilter(input: Input) {
  const status = input.choice("status", ["active", "inactive"]);
  return given({ search: input.text("search"), status, role: input.text("role") });
}

export function statusOption(...choices: readonly string[]): Options {
  return { status: { value: "STATUS", says: `only those that are ${choices.join(" or ")}` } };
}

/** Where a key may be used from, in one cell. */
export function networksOf({ allowedNetworks }: { readonly allowedNetworks: readonly string[] }): string {
  return allowedNetworks.length === 0 ? "anywhere" : allowedNetworks.join(", ");
}

/** Names in one cell. */
export function joined(items: readonly { readonly id: string }[]): string {
  return items.length === 0 ? "none" : items.map(({ id }) => id).join(", ");
}

/** What there may not be. */
export function orNever(text: string | null): string {
  return text ?? "never";
}
