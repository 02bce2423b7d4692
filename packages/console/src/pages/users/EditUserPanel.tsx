import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId } from "react";
import { Controller, useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { accessQuery } from "../../api/access.ts";
import { rolesKey } from "../../api/roles.ts";
import { type AccountUser, changeUserRoles, userQuery, usersKey } from "../../api/users.ts";
import { useToast } from "../../ui/Toast.tsx";
import { EditPanel, SaveProblem, type Saving } from "../shared/EditPanel.tsx";
import { RolePicker } from "../api-keys/roles/RolePicker.tsx";
import { sameRoles } from "../api-keys/roles/same-roles.ts";
import { useAccess, usePermissionReason } from "../shared/access-context.ts";
import { EDIT_USERS } from "./permissions.ts";

interface EditUserPanelProps {
  readonly userId: string;
  readonly onClose: () => void;
}

/** Gives somebody other roles in this account. */
export function EditUserPanel({ userId, onClose }: EditUserPanelProps) {
  const { t } = useTranslation();
  const formId = useId();
  const { account } = useAccess();
  const editReason = usePermissionReason()(EDIT_USERS);
  const opened = useQuery(userQuery(account.name, userId));
  const save = useSave(account.name, userId, onClose);
  const user = opened.data?.user;
  return (
    <EditPanel
      title={t("editUser.title")}
      subtitle={
        user && (
          <>
            <bdi>{user.name}</bdi> · <bdi>{user.email}</bdi>
          </>
        )
      }
      formId={formId}
      opened={opened}
      save={save}
      disabledReason={editReason}
      onClose={onClose}
    >
      {(opened, saving) => (
        <EditForm
          {...saving}
          formId={formId}
          user={opened.user}
          onSave={(roles) => (roles === undefined ? onClose() : save.mutate({ roles, etag: opened.etag }))}
        />
      )}
    </EditPanel>
  );
}

interface EditFormProps extends Saving {
  readonly formId: string;
  readonly user: AccountUser;
  /** Told the roles chosen; undefined where they are those that the person has. */
  readonly onSave: (roles: readonly string[] | undefined) => void;
}

function EditForm({ formId, user, onSave, error, onReload }: EditFormProps) {
  const { t } = useTranslation();
  const { account } = useAccess();
  const assigned = user.roles.map(({ id }) => id);
  const { control, handleSubmit } = useForm<{ readonly roles: readonly string[] }>({
    defaultValues: { roles: assigned },
  });
  return (
    <form
      id={formId}
      className="panel-form"
      noValidate
      onSubmit={(event) =>
        void handleSubmit(({ roles }) => onSave(sameRoles(roles, assigned) ? undefined : roles))(event)
      }
    >
      <p className="field-description">{t("editUser.note", { account: account.displayName })}</p>
      <Controller
        control={control}
        name="roles"
        render={({ field }) => (
          <RolePicker holder="person" value={field.value} onChange={field.onChange} assigned={assigned} />
        )}
      />
      {error && <SaveProblem error={error} onReload={onReload} />}
    </form>
  );
}

function useSave(account: string, userId: string, onSaved: () => void) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const toast = useToast();
  return useMutation({
    mutationFn: ({ roles, etag }: { readonly roles: readonly string[]; readonly etag: string | null }) =>
      changeUserRoles(account, userId, roles, etag),
    onSuccess: async (saved) => {
      const people = usersKey(account);
      // The person's own roles say what they may do here, and the list of roles how many have each.
      const stale = [[...people, "list"], [...people, "owners"], rolesKey(account), accessQuery(account).queryKey];
      await Promise.all(stale.map((queryKey) => queries.invalidateQueries({ queryKey })));
      toast(t("editUser.saved", { name: saved.name }));
      onSaved();
    },
  });
}
