import { useMutation, useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { type Account, accountQuery, changeAccount } from "../../../api/platform-accounts.ts";
import { useToast } from "../../../ui/Toast.tsx";
import { EditPanel, SaveProblem, type Saving } from "../../shared/EditPanel.tsx";
import { NameField } from "../../shared/NameField.tsx";
import { useForgetAccounts } from "./use-account-confirmations.tsx";

interface RenameAccountPanelProps {
  /** Name of the account, which stays. */
  readonly account: string;
  readonly onClose: () => void;
}

/** Changes what an account is called. */
export function RenameAccountPanel({ account, onClose }: RenameAccountPanelProps) {
  const { t } = useTranslation();
  const formId = useId();
  const toast = useToast();
  const forget = useForgetAccounts();
  const opened = useQuery(accountQuery(account));
  const save = useMutation({
    mutationFn: (displayName: string) => changeAccount(account, { displayName }, opened.data?.etag),
    onSuccess: async ({ displayName }) => {
      await forget();
      toast(t("accounts.renamed", { name: displayName }));
      onClose();
    },
  });
  return (
    <EditPanel
      title={t("accounts.rename")}
      subtitle={<code>{account}</code>}
      formId={formId}
      opened={opened}
      save={save}
      onClose={onClose}
    >
      {(opened, saving) => (
        <RenameForm
          {...saving}
          formId={formId}
          account={opened.account}
          onSave={(displayName) => (displayName === opened.account.displayName ? onClose() : save.mutate(displayName))}
        />
      )}
    </EditPanel>
  );
}

interface RenameFormProps extends Saving {
  readonly formId: string;
  readonly account: Account;
  readonly onSave: (displayName: string) => void;
}

function RenameForm({ formId, account, onSave, error, onReload }: RenameFormProps) {
  const { t } = useTranslation();
  const { control, handleSubmit } = useForm({ defaultValues: { displayName: account.displayName } });
  return (
    <form
      id={formId}
      className="panel-form"
      noValidate
      onSubmit={(event) => void handleSubmit(({ displayName }) => onSave(displayName.trim()))(event)}
    >
      <NameField
        control={control}
        name="displayName"
        label={t("accounts.displayName")}
        description={t("accounts.renameHint")}
        missing={t("accounts.displayNameMissing")}
      />
      {error && <SaveProblem error={error} onReload={onReload} />}
    </form>
  );
}
