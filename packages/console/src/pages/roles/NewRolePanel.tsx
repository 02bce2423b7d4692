import { useId } from "react";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { useCatalog } from "../shared/use-catalog.ts";
import type { Role } from "../../api/roles.ts";
import { EditPanelLoading } from "../shared/EditPanel.tsx";
import { useAccess, usePermissionReason } from "../shared/access-context.ts";
import { fieldErrors, useFormErrors } from "../shared/form-errors.ts";
import { FormPanel } from "../shared/FormPanel.tsx";
import { ProblemBanner } from "../shared/Problem.tsx";
import { useRoles } from "../shared/use-roles.ts";
import { EDIT_ROLES } from "./permissions.ts";
import { RoleFields, type RoleValues } from "./RoleFields.tsx";
import { useCreateRole } from "./use-save-role.ts";

const FIELDS = ["name", "description"] as const;

interface NewRolePanelProps {
  /** Id of the role that this is to begin as a copy of. */
  readonly copyOf?: string | undefined;
  /** Whether it is made to be given at once: then it may open only what the user holds. */
  readonly isForGiving?: boolean;
  readonly onClose: () => void;
  /** Default: closes. */
  readonly onCreated?: (role: Role) => void;
}

/** Creates a role of the account's own: from the catalog, or as a copy of another. */
export function NewRolePanel(props: NewRolePanelProps) {
  const { copyOf, onClose } = props;
  const { t } = useTranslation();
  const formId = useId();
  const { account } = useAccess();
  const editReason = usePermissionReason()(EDIT_ROLES);
  const catalog = useCatalog();
  const roles = useRoles(account.name);
  const create = useCreateRole(account.name, props.onCreated ?? onClose);
  const model = roles.data?.find((role) => role.id === copyOf);
  const isReady = catalog.data !== undefined && roles.data !== undefined;
  return (
    <FormPanel
      title={t("roleForm.newTitle")}
      subtitle={
        model === undefined
          ? t("roleForm.newSubtitle", { account: account.displayName })
          : t("roleForm.copySubtitle", { name: model.name })
      }
      submitLabel={t("roleForm.create")}
      submit={formId}
      isPending={create.isPending}
      disabledReason={editReason ?? (isReady ? undefined : t("common.loading"))}
      onClose={onClose}
    >
      {catalog.data && roles.data ? (
        <NewRoleForm
          {...props}
          formId={formId}
          model={model}
          catalog={catalog.data}
          error={create.error}
          onCreate={({ name, description, resources }) =>
            create.mutate({ name: name.trim(), description: description.trim(), resources: [...resources] })
          }
        />
      ) : (
        <EditPanelLoading
          error={catalog.error ?? roles.error}
          onRetry={() => {
            void catalog.refetch();
            void roles.refetch();
          }}
        />
      )}
    </FormPanel>
  );
}

interface NewRoleFormProps extends Pick<NewRolePanelProps, "isForGiving"> {
  readonly formId: string;
  readonly model: Role | undefined;
  readonly catalog: React.ComponentProps<typeof RoleFields>["catalog"];
  readonly error: Error | null;
  readonly onCreate: (values: RoleValues) => void;
}

function NewRoleForm({ isForGiving = false, formId, model, catalog, error, onCreate }: NewRoleFormProps) {
  const { t } = useTranslation();
  const held = new Set(useAccess().resources);
  const copied = model?.resources.filter((resource) => !isForGiving || held.has(resource));
  const { control, handleSubmit } = useForm<RoleValues>({
    defaultValues: {
      name: model === undefined ? "" : t("roleForm.copyName", { name: model.name }),
      description: model?.description ?? "",
      resources: new Set(copied),
    },
    errors: useFormErrors(error, FIELDS),
  });
  return (
    <form
      id={formId}
      className="panel-form"
      noValidate
      onSubmit={(event) => {
        // It may stand in a panel over another form, which isn't sent with it.
        event.stopPropagation();
        void handleSubmit(onCreate)(event);
      }}
    >
      <RoleFields
        control={control}
        catalog={catalog}
        {...(isForGiving && {
          lockedReason: (resource: string) => (held.has(resource) ? undefined : t("roleForm.notHeldToGive")),
        })}
        noteOf={(resources) => {
          const beyond = [...resources].filter((resource) => !held.has(resource)).length;
          return beyond > 0 ? t("roleForm.beyond", { count: beyond }) : undefined;
        }}
      />
      {error && fieldErrors(t, error, FIELDS).size === 0 && <ProblemBanner error={error} />}
    </form>
  );
}
