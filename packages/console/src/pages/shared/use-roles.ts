import { useQuery, type UseQueryOptions, type UseQueryResult } from "@tanstack/react-query";
import type { ParseKeys, TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { type Role, rolesQuery } from "../../api/roles.ts";

/** Roles that come with the service itself, in words of the reader's language. What the platform supplies is its own to word. */
export const OWN_ROLES: Readonly<Record<string, { readonly name: ParseKeys; readonly description: ParseKeys }>> = {
  owner: { name: "ownRoles.owner", description: "ownRoles.ownerAbout" },
  "user-administrator-restricted": {
    name: "ownRoles.userAdministrator",
    description: "ownRoles.userAdministratorAbout",
  },
};

/** A role as the reader's language calls it: no account can have another by the id of one of our own. */
export function roleInWords<Named extends { readonly id: string; readonly name: string }>(
  t: TFunction,
  role: Named,
): Named {
  const words = Object.hasOwn(OWN_ROLES, role.id) ? OWN_ROLES[role.id] : undefined;
  if (words === undefined) return role;
  return { ...role, name: t(words.name), ...("description" in role && { description: t(words.description) }) };
}

/** All roles of an account, as the reader's language calls them. */
export function useRoles(
  account: string,
  options: Pick<UseQueryOptions, "refetchOnMount"> & { readonly enabled?: boolean } = {},
): UseQueryResult<readonly Role[]> {
  const { t } = useTranslation();
  const { enabled = true, refetchOnMount } = options;
  return useQuery({
    ...rolesQuery(account),
    enabled,
    ...(refetchOnMount === "always" && { refetchOnMount }),
    select: (roles) => roles.map((role) => roleInWords(t, role)),
  });
}
