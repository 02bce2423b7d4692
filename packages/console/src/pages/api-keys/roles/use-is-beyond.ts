import { useQuery } from "@tanstack/react-query";
import type { GeneratedKey } from "../../../api/generated-keys.ts";
import { rolesQuery } from "../../../api/roles.ts";
import { useAccess } from "../../shared/access-context.ts";
import { resourcesOf } from "./role-choice.ts";

/** Whether a key's roles give more than the user holds, so that they may neither activate nor renew it (rule 7). */
export function useIsBeyond(isEnabled = true): (key: Pick<GeneratedKey, "roles">) => boolean {
  const { account, resources } = useAccess();
  const { data: roles } = useQuery({ ...rolesQuery(account.name), enabled: isEnabled });
  const held = new Set(resources);
  return (key) => {
    if (roles === undefined) return false;
    const ids = key.roles.map(({ id }) => id);
    return [...resourcesOf(roles, ids)].some((resource) => !held.has(resource));
  };
}
