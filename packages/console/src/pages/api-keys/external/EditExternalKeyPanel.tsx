import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId } from "react";
import { Controller, useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import {
  changeExternalKey,
  type ExternalKey,
  type ExternalKeyChange,
  externalKeyQuery,
  externalKeysKey,
  lookupQuery,
} from "../../../api/external-keys.ts";
import { Banner } from "../../../ui/Banner.tsx";
import { Switch } from "../../../ui/Switch.tsx";
import { useToast } from "../../../ui/Toast.tsx";
import { useAccess, usePermissionReason } from "../../shared/access-context.ts";
import { fieldErrors, useFormErrors } from "../../shared/form-errors.ts";
import { EditPanel, SaveProblem, type Saving } from "../../shared/EditPanel.tsx";
import { NameField } from "../../shared/NameField.tsx";
import { limitChange, limitText } from "../limits/rate-limit.ts";
import { RateLimitField } from "../limits/RateLimitField.tsx";
import { networksChange, networksText } from "../networks/networks.ts";
import { NetworksField } from "../networks/NetworksField.tsx";
import { EDIT_KEYS } from "../permissions.ts";
import { needsOf } from "../roles/role-choice.ts";
import { RolePicker } from "../roles/RolePicker.tsx";
import { sameRoles } from "../roles/same-roles.ts";
import { describeStatusReason, isOwnersSide } from "./status-reason.ts";

const FIELDS = ["name", "allowedNetworks"] as const;

interface EditExternalKeyPanelProps {
  /** The key string. */
  readonly apiKey: string;
  readonly onClose: () => void;
}

/** Changes what this account decides about another company's key: its name here, its roles here, and whether it works here. */
export function EditExternalKeyPanel({ apiKey, onClose }: EditExternalKeyPanelProps) {
  const { t } = useTranslation();
  const formId = useId();
  const { account } = useAccess();
  const editReason = usePermissionReason()(EDIT_KEYS);
  const opened = useQuery(externalKeyQuery(account.name, apiKey));
  const save = useSave(account.name, apiKey, onClose);
  const externalKey = opened.data?.externalKey;
  return (
    <EditPanel
      title={t("editExternal.title")}
      subtitle={
        <>
          <code>{apiKey}</code> {externalKey && <bdi>{externalKey.owner.displayName}</bdi>}
        </>
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
          externalKey={opened.externalKey}
          onSave={(body) => (isEmpty(body) ? onClose() : save.mutate({ body, etag: opened.etag }))}
        />
      )}
    </EditPanel>
  );
}

interface EditedValues {
  readonly name: string;
  readonly roles: readonly string[];
  readonly isActiveHere: boolean;
  readonly limit: string;
  readonly allowedNetworks: string;
}

/** What differs from the key as it was opened: nothing else is sent, so that nothing else is overwritten. */
function changeOf(externalKey: ExternalKey, edited: EditedValues): ExternalKeyChange {
  const { name, roles, isActiveHere, limit, allowedNetworks } = edited;
  const assigned = externalKey.roles.map((role) => role.id);
  return {
    ...(name.trim() !== externalKey.name && { name: name.trim() }),
    ...(!sameRoles(roles, assigned) && { roles: [...roles] }),
    ...limitChange(externalKey.requestsPerMinute, limit),
    ...networksChange(externalKey.allowedNetworks, allowedNetworks),
    ...(isActiveHere === externalKey.suspendedHere && { status: isActiveHere ? "active" : "inactive" }),
  };
}

function isEmpty(change: ExternalKeyChange): boolean {
  return Object.keys(change).length === 0;
}

interface EditFormProps extends Saving {
  readonly formId: string;
  readonly externalKey: ExternalKey;
  readonly onSave: (change: ExternalKeyChange) => void;
}

function EditForm({ formId, externalKey, onSave, error, onReload }: EditFormProps) {
  const { t } = useTranslation();
  const { account, resources } = useAccess();
  const assigned = externalKey.roles.map((role) => role.id);
  const { control, handleSubmit } = useForm<EditedValues>({
    defaultValues: {
      name: externalKey.name,
      roles: assigned,
      isActiveHere: !externalKey.suspendedHere,
      limit: limitText(externalKey.requestsPerMinute),
      allowedNetworks: networksText(externalKey.allowedNetworks),
    },
    errors: useFormErrors(error, FIELDS),
  });
  const reason = describeStatusReason(t, externalKey);
  const isThere = externalKey.statusReason !== "owner-deleted";
  const { data: found } = useQuery({
    ...lookupQuery(account.name, externalKey.key),
    enabled: isThere && resources.includes(EDIT_KEYS),
  });
  return (
    <form
      id={formId}
      className="panel-form"
      noValidate
      onSubmit={(event) => void handleSubmit((edited) => onSave(changeOf(externalKey, edited)))(event)}
    >
      {reason !== undefined && isOwnersSide(externalKey) && (
        <Banner tone="warning">
          <p>{t("editExternal.ownerSide", { reason })}</p>
        </Banner>
      )}
      <NameField
        control={control}
        name="name"
        label={t("addKey.nameLabel")}
        description={t("addKey.nameHint")}
        missing={t("addKey.nameMissing")}
      />
      <Controller
        control={control}
        name="isActiveHere"
        render={({ field }) => (
          <Switch isSelected={field.value} onChange={field.onChange} description={t("editExternal.activeHint")}>
            {t("editExternal.activeLabel", { account: account.displayName })}
          </Switch>
        )}
      />
      <Controller
        control={control}
        name="roles"
        render={({ field }) => (
          <RolePicker
            value={field.value}
            onChange={field.onChange}
            assigned={assigned}
            needs={found && needsOf(found)}
          />
        )}
      />
      <RateLimitField
        control={control}
        name="limit"
        description={t("rateLimit.hintHost", { account: account.displayName })}
      />
      <NetworksField
        control={control}
        name="allowedNetworks"
        description={t("networks.hintHost", { account: account.displayName })}
      />
      {error && fieldErrors(t, error, FIELDS).size === 0 && <SaveProblem error={error} onReload={onReload} />}
    </form>
  );
}

function useSave(account: string, apiKey: string, onSaved: () => void) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const toast = useToast();
  return useMutation({
    mutationFn: ({ body, etag }: { readonly body: ExternalKeyChange; readonly etag: string | null }) =>
      changeExternalKey(account, apiKey, body, etag),
    onSuccess: async (saved) => {
      await queries.invalidateQueries({ queryKey: [...externalKeysKey(account), "list"] });
      toast(t("editExternal.saved", { name: saved.name }));
      onSaved();
    },
  });
}
