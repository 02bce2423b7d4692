import { useAccess } from "./access-context.ts";
import { useRoles } from "./use-roles.ts";

/** Each of these lets somebody see the account's roles. */
const SEES_ROLES = [
  "account.view-roles",
  "account.edit-roles",
  "account.view-api-keys",
  "account.edit-api-keys",
  "account.view-users",
  "account.edit-users",
];

/** Names of the account's roles by their ids; a role that is gone, or that the user may not see, keeps its id. */
export function useRoleNames(): (id: string) => string {
  const { account, resources } = useAccess();
  const isAllowed = SEES_ROLES.some((resource) => resources.includes(resource));
  const { data = [] } = useRoles(account.name, { enabled: isAllowed });
  const names = new Map(data.map(({ id, name }) => [id, name]));
  return (id) => names.get(id) ?? id;
}
