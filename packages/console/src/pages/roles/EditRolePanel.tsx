import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId } from "react";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import type { Catalog } from "../../api/catalog.ts";
import { useCatalog } from "../shared/use-catalog.ts";
import { type Role, type RoleChange, roleQuery, roleUseQuery } from "../../api/roles.ts";
import { Banner } from "../../ui/Banner.tsx";
import { EditPanel, EditPanelLoading, SaveProblem, type Saving } from "../shared/EditPanel.tsx";
import { useAccess, usePermissionReason } from "../shared/access-context.ts";
import { useConfirm } from "../shared/ConfirmProvider.tsx";
import { fieldErrors, useFormErrors } from "../shared/form-errors.ts";
import { EDIT_ROLES } from "./permissions.ts";
import { type RoleDifference, roleDifference, totalUses } from "./role-difference.ts";
import { RoleChangeText } from "./RoleChangeText.tsx";
import { RoleFields, type RoleValues } from "./RoleFields.tsx";
import { useChangeRole } from "./use-save-role.ts";

const FIELDS = ["name", "description"] as const;

interface EditRolePanelProps {
  readonly roleId: string;
  readonly onClose: () => void;
}

/** Changes a role of the account's own; where something has it, only after saying who gains and loses what. */
export function EditRolePanel({ roleId, onClose }: EditRolePanelProps) {
  const { t } = useTranslation();
  const formId = useId();
  const { account } = useAccess();
  const editReason = usePermissionReason()(EDIT_ROLES);
  const opened = useQuery(roleQuery(account.name, roleId));
  const catalog = useCatalog();
  const save = useChangeRole(account.name, roleId, onClose);
  const ask = useAskBeforeChange(account.name, roleId);
  const role = opened.data?.role;

  function onSave(change: RoleChange, difference: RoleDifference): void {
    const etag = opened.data?.etag ?? null;
    if (Object.keys(change).length === 0) onClose();
    else if (change.resources === undefined) save.mutate({ change, etag });
    else {
      ask.mutate({
        difference,
        name: role?.name ?? roleId,
        unused: () => save.mutate({ change, etag }),
        confirmed: async () => {
          await save.mutateAsync({ change, etag });
        },
      });
    }
  }

  return (
    <EditPanel
      title={t("roleForm.editTitle")}
      subtitle={role && <bdi>{role.name}</bdi>}
      formId={formId}
      opened={opened}
      save={{ ...save, isPending: save.isPending || ask.isPending, error: save.error ?? ask.error }}
      disabledReason={editReason ?? (role?.predefined ? t("rolesPage.predefinedReason") : undefined)}
      onClose={onClose}
    >
      {({ role }, saving) =>
        catalog.data ? (
          <EditForm {...saving} formId={formId} role={role} catalog={catalog.data} onSave={onSave} />
        ) : (
          <EditPanelLoading error={catalog.error} onRetry={() => void catalog.refetch()} />
        )
      }
    </EditPanel>
  );
}

interface EditFormProps extends Saving {
  readonly formId: string;
  readonly role: Role;
  readonly catalog: Catalog;
  readonly onSave: (change: RoleChange, difference: RoleDifference) => void;
}

function EditForm({ formId, role, catalog, onSave, error, onReload }: EditFormProps) {
  const { t } = useTranslation();
  const held = new Set(useAccess().resources);
  const before = new Set(role.resources);
  const isInUse = totalUses(role.uses) > 0;
  const { control, handleSubmit } = useForm<RoleValues>({
    defaultValues: { name: role.name, description: role.description, resources: before },
    errors: useFormErrors(error, FIELDS),
  });

  function send({ name, description, resources }: RoleValues): void {
    const difference = roleDifference(before, resources);
    const isOtherwise = difference.gained.length + difference.lost.length > 0;
    const change = {
      ...(name.trim() !== role.name && { name: name.trim() }),
      ...(description.trim() !== role.description && { description: description.trim() }),
      ...(isOtherwise && { resources: [...resources] }),
    };
    onSave(change, difference);
  }

  return (
    <form id={formId} className="panel-form" noValidate onSubmit={(event) => void handleSubmit(send)(event)}>
      {isInUse && (
        <Banner tone="info">
          <p>{t("roleForm.inUse")}</p>
        </Banner>
      )}
      <RoleFields
        control={control}
        catalog={catalog}
        lockedReason={(resource) =>
          // What it has already may go, and come back: that widens nothing.
          isInUse && !held.has(resource) && !before.has(resource) ? t("roleForm.notHeldInUse") : undefined
        }
        noteOf={(resources) => {
          const beyond = [...resources].filter((resource) => !held.has(resource)).length;
          return !isInUse && beyond > 0 ? t("roleForm.beyond", { count: beyond }) : undefined;
        }}
      />
      {error && fieldErrors(t, error, FIELDS).size === 0 && <SaveProblem error={error} onReload={onReload} />}
    </form>
  );
}

interface Question {
  readonly name: string;
  readonly difference: RoleDifference;
  /** Called where nothing has the role, so that there is nobody to think of. */
  readonly unused: () => void;
  readonly confirmed: () => Promise<void>;
}

/** Looks what has the role now, and asks with their names. */
function useAskBeforeChange(account: string, roleId: string) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const confirm = useConfirm();
  return useMutation({
    mutationFn: async ({ name, difference, unused, confirmed }: Question) => {
      const use = await queries.query(roleUseQuery(account, roleId));
      if (totalUses(use.counts) === 0) return unused();
      confirm({
        title: t("roleChange.title", { name }),
        body: <RoleChangeText use={use} difference={difference} />,
        confirmLabel: t("common.save"),
        tone: difference.lost.length > 0 ? "danger" : "primary",
        onConfirm: confirmed,
      });
    },
  });
}
