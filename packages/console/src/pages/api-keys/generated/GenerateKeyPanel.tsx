import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId } from "react";
import { Controller, useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { Link } from "react-aria-components";
import { generatedKeysKey, generateKey } from "../../../api/generated-keys.ts";
import { paths } from "../../../paths.ts";
import { Banner } from "../../../ui/Banner.tsx";
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
import { RolePicker } from "../roles/RolePicker.tsx";
import { ProfileFields, profileOf, type ProfileValues, profileValues } from "./ProfileFields.tsx";
import { useNewKey } from "./use-new-key.tsx";
import "../../shared/panel-form.css";

const FIELDS = ["name", "allowedNetworks"] as const;

interface GenerateKeyForm {
  readonly name: string;
  readonly roles: readonly string[];
  readonly limit: string;
  readonly allowedNetworks: string;
  readonly profile: ProfileValues;
}

/** Generates a key; once that is done it shows the link to its token, in a state of its own that isn't left by accident. */
export function GenerateKeyPanel({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const formId = useId();
  const { account } = useAccess();
  const queries = useQueryClient();
  const editReason = usePermissionReason()(EDIT_KEYS);
  const { control, handleSubmit, setError } = useForm<GenerateKeyForm>({
    defaultValues: { name: "", roles: [], limit: "", allowedNetworks: "", profile: profileValues(null) },
  });
  const generate = useMutation({
    mutationFn: ({ name, roles, limit, allowedNetworks, profile }: GenerateKeyForm) =>
      generateKey(account.name, {
        name: name.trim(),
        roles: [...roles],
        profile: profileOf(profile),
        ...limitChange(null, limit),
        ...networksChange([], allowedNetworks),
      }),
    // The answer holds the link to the token: forget it with this panel.
    gcTime: 0,
    onSuccess: () => void queries.invalidateQueries({ queryKey: generatedKeysKey(account.name) }),
    onError: (error) => {
      for (const [field, message] of fieldErrors(t, error, FIELDS)) setError(field, { message });
    },
  });
  const done = useNewKey(generate.data, onClose);

  return (
    <FormPanel
      title={t("generateKey.title")}
      subtitle={t("generateKey.subtitle", { account: account.displayName })}
      submitLabel={t("generateKey.submit")}
      submit={formId}
      isPending={generate.isPending}
      disabledReason={editReason}
      outcome={done}
      onClose={onClose}
    >
      <form
        id={formId}
        className="panel-form"
        noValidate
        onSubmit={(event) => void handleSubmit((values) => generate.mutate(values))(event)}
      >
        <Banner tone="info" title={t("generateKey.partnerTitle")}>
          <p>{t("generateKey.partnerText")}</p>
          <p>
            <Link href={paths.addKey(account.name)}>{t("generateKey.partnerAction")}</Link>
          </p>
        </Banner>
        <NameField
          control={control}
          name="name"
          label={t("generateKey.nameLabel")}
          description={t("generateKey.nameHint")}
          missing={t("generateKey.nameMissing")}
        />
        <Controller
          control={control}
          name="roles"
          render={({ field }) => <RolePicker value={field.value} onChange={field.onChange} />}
        />
        <RateLimitField control={control} name="limit" description={t("rateLimit.hintOwn")} />
        <NetworksField control={control} name="allowedNetworks" description={t("networks.hintOwn")} />
        <Controller
          control={control}
          name="profile"
          render={({ field }) => <ProfileFields value={field.value} onChange={field.onChange} />}
        />
        {generate.error && fieldErrors(t, generate.error, FIELDS).size === 0 && (
          <ProblemBanner error={generate.error} />
        )}
      </form>
    </FormPanel>
  );
}
