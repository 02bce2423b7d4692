/** What a change of a role adds to it and takes from it, each in the order in which it stands there. */
export interface RoleDifference {
  readonly gained: readonly string[];
  readonly lost: readonly string[];
}

export function roleDifference(before: Iterable<string>, after: Iterable<string>): RoleDifference {
  const [had, has] = [new Set(before), new Set(after)];
  return {
    gained: [...has].filter((resource) => !had.has(resource)),
    lost: [...had].filter((resource) => !has.has(resource)),
  };
}

/** How many things have a role. */
export function totalUses({
  keys,
  externalKeys,
  users,
  invitations,
}: {
  keys: number;
  externalKeys: number;
  users: number;
  invitations: number;
}): number {
  return keys + externalKeys + users + invitations;
}

/** Whether two roles open the same. */
export function sameResources(one: Iterable<string>, other: Iterable<string>): boolean {
  const { gained, lost } = roleDifference(one, other);
  return gained.length + lost.length === 0;
}
