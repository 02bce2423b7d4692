import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId } from "react";
import { Controller, useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import {
  changeGeneratedKey,
  type GeneratedKey,
  type GeneratedKeyChange,
  generatedKeyQuery,
  generatedKeysKey,
} from "../../../api/generated-keys.ts";
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
import { RolePicker } from "../roles/RolePicker.tsx";
import { sameRoles } from "../roles/same-roles.ts";
import { isOtherProfile, ProfileFields, profileOf, type ProfileValues, profileValues } from "./ProfileFields.tsx";

const FIELDS = ["name", "allowedNetworks"] as const;

interface EditGeneratedKeyPanelProps {
  /** The key string. */
  readonly apiKey: string;
  readonly onClose: () => void;
}

/** Changes the name of one of the account's own keys, and what it may do in this account. */
export function EditGeneratedKeyPanel({ apiKey, onClose }: EditGeneratedKeyPanelProps) {
  const { t } = useTranslation();
  const formId = useId();
  const { account } = useAccess();
  const editReason = usePermissionReason()(EDIT_KEYS);
  const opened = useQuery(generatedKeyQuery(account.name, apiKey));
  const save = useSave(account.name, apiKey, onClose);
  return (
    <EditPanel
      title={t("editGenerated.title")}
      subtitle={<code>{apiKey}</code>}
      formId={formId}
      opened={opened}
      save={save}
      disabledReason={editReason}
      onClose={onClose}
    >
      {({ generatedKey, etag }, saving) => (
        <EditForm
          {...saving}
          formId={formId}
          generatedKey={generatedKey}
          onSave={(body) => (isEmpty(body) ? onClose() : save.mutate({ body, etag }))}
        />
      )}
    </EditPanel>
  );
}

interface EditedValues {
  readonly name: string;
  readonly roles: readonly string[];
  readonly limit: string;
  readonly allowedNetworks: string;
  readonly profile: ProfileValues;
}

/** What differs from the key as it was opened: nothing else is sent, so that nothing else is overwritten. */
function changeOf(generatedKey: GeneratedKey, edited: EditedValues): GeneratedKeyChange {
  const { name, roles, limit, allowedNetworks, profile } = edited;
  const assigned = generatedKey.roles.map((role) => role.id);
  return {
    ...(name.trim() !== generatedKey.name && { name: name.trim() }),
    ...(!sameRoles(roles, assigned) && { roles: [...roles] }),
    ...limitChange(generatedKey.requestsPerMinute, limit),
    ...networksChange(generatedKey.allowedNetworks, allowedNetworks),
    ...(isOtherProfile(generatedKey.profile, profile) && { profile: profileOf(profile) }),
  };
}

function isEmpty(change: GeneratedKeyChange): boolean {
  return Object.keys(change).length === 0;
}

interface EditFormProps extends Saving {
  readonly formId: string;
  readonly generatedKey: GeneratedKey;
  readonly onSave: (change: GeneratedKeyChange) => void;
}

function EditForm({ formId, generatedKey, onSave, error, onReload }: EditFormProps) {
  const { t } = useTranslation();
  const { account } = useAccess();
  const assigned = generatedKey.roles.map((role) => role.id);
  const { control, handleSubmit } = useForm<EditedValues>({
    defaultValues: {
      name: generatedKey.name,
      roles: assigned,
      limit: limitText(generatedKey.requestsPerMinute),
      allowedNetworks: networksText(generatedKey.allowedNetworks),
      profile: profileValues(generatedKey.profile),
    },
    errors: useFormErrors(error, FIELDS),
  });
  return (
    <form
      id={formId}
      className="panel-form"
      noValidate
      onSubmit={(event) => void handleSubmit((edited) => onSave(changeOf(generatedKey, edited)))(event)}
    >
      <NameField
        control={control}
        name="name"
        label={t("editGenerated.nameLabel")}
        description={t("generateKey.nameHint")}
        missing={t("generateKey.nameMissing")}
      />
      <div className="form-field">
        <Controller
          control={control}
          name="roles"
          render={({ field }) => <RolePicker value={field.value} onChange={field.onChange} assigned={assigned} />}
        />
        <p className="field-description">{t("editGenerated.rolesNote", { account: account.displayName })}</p>
      </div>
      <RateLimitField control={control} name="limit" description={t("rateLimit.hintOwn")} />
      <NetworksField control={control} name="allowedNetworks" description={t("networks.hintOwn")} />
      <Controller
        control={control}
        name="profile"
        render={({ field }) => <ProfileFields value={field.value} onChange={field.onChange} />}
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
    mutationFn: ({ body, etag }: { readonly body: GeneratedKeyChange; readonly etag: string | null }) =>
      changeGeneratedKey(account, apiKey, body, etag),
    onSuccess: async (saved) => {
      await queries.invalidateQueries({ queryKey: [...generatedKeysKey(account), "list"] });
      toast(t("editGenerated.saved", { name: saved.name }));
      onSaved();
    },
  });
}
