/** Whether two choices are of the same roles, in whatever order. */
export function sameRoles(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((roleId) => other.includes(roleId));
}
