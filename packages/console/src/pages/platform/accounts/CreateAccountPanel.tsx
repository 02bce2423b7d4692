import { LatchkeyError } from "@latchkey/sdk/latchkey-error";
import { useMutation } from "@tanstack/react-query";
import { useId } from "react";
import { Controller, useForm, useWatch } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { createAccount } from "../../../api/platform-accounts.ts";
import { TextField } from "../../../ui/TextField.tsx";
import { useToast } from "../../../ui/Toast.tsx";
import { NameField } from "../../shared/NameField.tsx";
import { FormPanel } from "../../shared/FormPanel.tsx";
import { ProblemBanner } from "../../shared/Problem.tsx";
import { isAccountName, suggestAccountName } from "./account-name.ts";
import { useForgetAccounts } from "./use-account-confirmations.tsx";
import "../../shared/panel-form.css";

interface AccountForm {
  readonly displayName: string;
  /** Empty while it is the one that the display name suggests. */
  readonly name: string;
}

/** Creates an account: what it is called, and the name that stands in its keys for ever. */
export function CreateAccountPanel({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const formId = useId();
  const toast = useToast();
  const forget = useForgetAccounts();
  const { control, handleSubmit, setError } = useForm<AccountForm>({
    defaultValues: { displayName: "", name: "" },
  });
  const suggested = suggestAccountName(useWatch({ control, name: "displayName" }));
  const create = useMutation({
    mutationFn: ({ displayName, name }: AccountForm) =>
      createAccount({ displayName: displayName.trim(), name: name || suggested }),
    onSuccess: async ({ displayName }) => {
      await forget();
      toast(t("accounts.created", { name: displayName }));
      onClose();
    },
    onError: (error) => {
      if (isTaken(error)) setError("name", { message: t("accounts.nameTaken") }, { shouldFocus: true });
    },
  });

  return (
    <FormPanel
      title={t("accounts.create")}
      submitLabel={t("accounts.create")}
      submit={formId}
      isPending={create.isPending}
      onClose={onClose}
    >
      <form
        id={formId}
        className="panel-form"
        noValidate
        onSubmit={(event) => void handleSubmit((values) => create.mutate(values))(event)}
      >
        <NameField
          control={control}
          name="displayName"
          label={t("accounts.displayName")}
          description={t("accounts.displayNameHint")}
          missing={t("accounts.displayNameMissing")}
        />
        <Controller
          control={control}
          name="name"
          rules={{
            validate: (name, { displayName }) =>
              // Where neither is there, it is the display name that is missed: the other follows from it.
              (name === "" && displayName.trim() === "") ||
              isAccountName(name || suggested) ||
              t("accounts.nameMalformed"),
          }}
          render={({ field, fieldState }) => (
            <TextField
              label={t("accounts.name")}
              description={t("accounts.nameHint")}
              value={field.value || suggested}
              onChange={field.onChange}
              onBlur={field.onBlur}
              inputRef={field.ref}
              error={fieldState.error?.message}
              isRequired
              isCode
              autoComplete="off"
            />
          )}
        />
        <p className="field-description">{t("accounts.createNext")}</p>
        {create.error && !isTaken(create.error) && <ProblemBanner error={create.error} />}
      </form>
    </FormPanel>
  );
}

function isTaken(error: Error): boolean {
  return error instanceof LatchkeyError && error.code === "ACCOUNT_EXISTS";
}
