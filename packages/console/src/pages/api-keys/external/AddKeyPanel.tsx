import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useId } from "react";
import { Controller, useForm, useWatch } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { addExternalKey, externalKeysKey } from "../../../api/external-keys.ts";
import { rolesQuery } from "../../../api/roles.ts";
import { useToast } from "../../../ui/Toast.tsx";
import { useAccess, usePermissionReason } from "../../shared/access-context.ts";
import { fieldErrors } from "../../shared/form-errors.ts";
import { FormPanel } from "../../shared/FormPanel.tsx";
import { ProblemBanner } from "../../shared/Problem.tsx";
import { NameField } from "../../shared/NameField.tsx";
import { limitChange } from "../limits/rate-limit.ts";
import { RateLimitField } from "../limits/RateLimitField.tsx";
import { networksChange } from "../networks/networks.ts";
import { NetworksField } from "../networks/NetworksField.tsx";
import { EDIT_KEYS } from "../permissions.ts";
import { needsOf } from "../roles/role-choice.ts";
import { RolePicker } from "../roles/RolePicker.tsx";
import { KeyField } from "./KeyField.tsx";
import { judgeKeyInput } from "./key-input.ts";
import { isFaulty, LookupFault } from "./LookupFault.tsx";
import { OwnerCard } from "./OwnerCard.tsx";
import { useKeyLookup } from "./use-key-lookup.ts";
import "../../shared/panel-form.css";

interface AddKeyForm {
  readonly key: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly limit: string;
  readonly allowedNetworks: string;
}

const FIELDS = ["key", "name", "allowedNetworks"] as const;

/** Admits another company's key: paste it, see whose it is, choose what it may do here. */
export function AddKeyPanel({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const formId = useId();
  const { account } = useAccess();
  const editReason = usePermissionReason()(EDIT_KEYS);
  const form = useForm<AddKeyForm>({ defaultValues: { key: "", name: "", roles: [], limit: "", allowedNetworks: "" } });
  const { control, setValue, setError, formState } = form;
  const lookup = useKeyLookup(account.name, useWatch({ control, name: "key" }));
  const add = useAddKey(account.name, onClose, (field, message) => setError(field, { message }));

  const owner = lookup.kind === "found" ? lookup.found.owner.displayName : undefined;
  const isNamed = formState.dirtyFields.name ?? false;
  useEffect(() => {
    // The owner's name is what most would type; whoever typed something else keeps it.
    if (owner !== undefined && !isNamed) setValue("name", owner);
  }, [owner, isNamed, setValue]);

  return (
    <FormPanel
      title={t("addKey.title")}
      subtitle={t("addKey.subtitle", { account: account.displayName })}
      submitLabel={t("addKey.submit")}
      submit={formId}
      isPending={add.isPending}
      disabledReason={editReason}
      onClose={onClose}
    >
      <form
        id={formId}
        className="panel-form"
        noValidate
        onSubmit={(event) => void form.handleSubmit((values) => add.mutate(values))(event)}
      >
        <div className="form-field">
          <Controller
            control={control}
            name="key"
            rules={{
              validate: (key) => {
                if (key === "") return t("addKey.keyMissing");
                if (!["whole", "imported"].includes(judgeKeyInput(key).kind)) return t("addKey.keyIncomplete");
                if (lookup.kind === "looking" || lookup.kind === "failed") return t("addKey.notLookedUp");
                return lookup.kind === "found" || t("addKey.unknown");
              },
            }}
            render={({ field, fieldState }) => (
              <KeyField
                value={field.value}
                onChange={(key) => {
                  form.clearErrors("key");
                  field.onChange(key);
                }}
                onBlur={field.onBlur}
                inputRef={field.ref}
                error={isFaulty(lookup) ? <LookupFault lookup={lookup} /> : fieldState.error?.message}
              />
            )}
          />
          <OwnerCard lookup={lookup} />
        </div>
        <NameField
          control={control}
          name="name"
          label={t("addKey.nameLabel")}
          description={t("addKey.nameHint")}
          missing={t("addKey.nameMissing")}
        />
        <Controller
          control={control}
          name="roles"
          render={({ field }) => (
            <RolePicker
              value={field.value}
              onChange={field.onChange}
              needs={lookup.kind === "found" ? needsOf(lookup.found) : undefined}
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
        {add.error && fieldErrors(t, add.error, FIELDS).size === 0 && <ProblemBanner error={add.error} />}
      </form>
    </FormPanel>
  );
}

function useAddKey(
  account: string,
  onAdded: () => void,
  onFieldError: (field: (typeof FIELDS)[number], message: string) => void,
) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const toast = useToast();
  return useMutation({
    mutationFn: ({ key, name, roles, limit, allowedNetworks }: AddKeyForm) => {
      const limits = { ...limitChange(null, limit), ...networksChange([], allowedNetworks) };
      return addExternalKey(account, { key, name: name.trim(), roles: [...roles], ...limits });
    },
    onSuccess: async (added) => {
      await queries.invalidateQueries({ queryKey: externalKeysKey(account) });
      toast(t("addKey.added", { name: added.name }));
      onAdded();
    },
    onError: (error) => {
      // Whose key it is, and which roles there are, may have changed since it was shown.
      void queries.invalidateQueries({ queryKey: [...externalKeysKey(account), "lookup"] });
      void queries.invalidateQueries({ queryKey: rolesQuery(account).queryKey });
      for (const [field, message] of fieldErrors(t, error, FIELDS)) onFieldError(field, message);
    },
  });
}
