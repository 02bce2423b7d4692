import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { accessQuery } from "../../api/access.ts";
import { externalKeysKey } from "../../api/external-keys.ts";
import { generatedKeysKey } from "../../api/generated-keys.ts";
import {
  changeRole,
  createRole,
  deleteRole,
  type NewRole,
  type Role,
  type RoleChange,
  rolesKey,
} from "../../api/roles.ts";
import { useToast } from "../../ui/Toast.tsx";

/** Creates a role; what is shown of roles knows it when `onCreated` is called. */
export function useCreateRole(account: string, onCreated: (role: Role) => void) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const toast = useToast();
  return useMutation({
    mutationFn: (role: NewRole) => createRole(account, role),
    onSuccess: async (role) => {
      await queries.invalidateQueries({ queryKey: [...rolesKey(account), "all"] });
      toast(t("roleForm.created", { name: role.name }));
      onCreated(role);
    },
  });
}

/** Changes a role. */
export function useChangeRole(account: string, roleId: string, onSaved: () => void) {
  const { t } = useTranslation();
  const forget = useForgetRoles(account);
  const toast = useToast();
  return useMutation({
    mutationFn: ({ change, etag }: { readonly change: RoleChange; readonly etag: string | null }) =>
      changeRole(account, roleId, change, etag),
    onSuccess: async (role) => {
      await forget();
      toast(t("roleForm.saved", { name: role.name }));
      onSaved();
    },
  });
}

/** Deletes a role. */
export function useDeleteRole(account: string): (role: Role) => Promise<void> {
  const { t } = useTranslation();
  const forget = useForgetRoles(account);
  const toast = useToast();
  return async (role) => {
    try {
      await deleteRole(account, role.id);
      toast(t("roleForm.deleted", { name: role.name }));
    } finally {
      // Also where it failed: somebody may have given it to something since it was shown.
      await forget();
    }
  };
}

/** Has everything read again that shows roles, or follows from what the user's own roles open. */
function useForgetRoles(account: string): () => Promise<unknown> {
  const queries = useQueryClient();
  const lists = [generatedKeysKey(account), externalKeysKey(account)].map((key) => [...key, "list"]);
  const stale = [[...rolesKey(account), "all"], accessQuery(account).queryKey, ...lists];
  return () => Promise.all(stale.map((queryKey) => queries.invalidateQueries({ queryKey })));
}
