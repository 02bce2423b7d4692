import { useMutation } from "@tanstack/react-query";
import { useId, useState } from "react";
import { Controller, useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { confirmTwoFactor, startTwoFactor, type TwoFactorStart } from "../../api/profile.ts";
import { CopyField } from "../../ui/CopyField.tsx";
import { QrCode } from "../../ui/QrCode.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { FormPanel } from "../shared/FormPanel.tsx";
import { ProblemBanner } from "../shared/Problem.tsx";
import { PasswordPanel } from "./PasswordPanel.tsx";
import "../shared/panel-form.css";

interface EnrolmentPanelProps {
  readonly onClose: () => void;
  /** Two-factor is on. */
  readonly onDone: (recoveryCodes: readonly string[]) => void;
}

/** Turns two-factor on: the password, then the secret for an app, then a code that the app shows. */
export function EnrolmentPanel({ onClose, onDone }: EnrolmentPanelProps) {
  const { t } = useTranslation();
  const [start, setStart] = useState<TwoFactorStart>();
  if (start) return <SecretPanel start={start} onClose={onClose} onDone={onDone} />;
  return (
    <PasswordPanel
      title={t("profile.turnOn")}
      text={t("profile.turnOnText")}
      submitLabel={t("profile.continue")}
      send={startTwoFactor}
      onDone={setStart}
      onClose={onClose}
    />
  );
}

function SecretPanel({ start, onClose, onDone }: EnrolmentPanelProps & { readonly start: TwoFactorStart }) {
  const { t } = useTranslation();
  const formId = useId();
  const { control, handleSubmit } = useForm({ defaultValues: { code: "" } });
  const confirm = useMutation({ mutationFn: confirmTwoFactor, gcTime: 0, onSuccess: onDone });
  return (
    <FormPanel
      title={t("profile.turnOn")}
      submitLabel={t("profile.turnOnConfirm")}
      submit={formId}
      isPending={confirm.isPending}
      onClose={onClose}
    >
      <form
        id={formId}
        className="panel-form"
        noValidate
        onSubmit={(event) => void handleSubmit(({ code }) => confirm.mutate(code.trim()))(event)}
      >
        <ol className="enrolment-steps">
          <li>
            <p>{t("profile.scan")}</p>
            <QrCode text={start.uri} label={t("profile.qrCode")} />
          </li>
          <li>
            <p>{t("profile.typeSecret")}</p>
            <CopyField
              label={t("profile.secret")}
              text={start.secret}
              copyLabel={t("common.copy")}
              copiedLabel={t("common.copied")}
              failedLabel={t("common.copyFailed")}
            />
          </li>
          <li>
            <p>{t("profile.typeCode")}</p>
            <Controller
              control={control}
              name="code"
              rules={{ validate: (value) => /^\s*\d{3}\s?\d{3}\s*$/.test(value) || t("profile.codeMalformed") }}
              render={({ field, fieldState }) => (
                <TextField
                  label={t("profile.code")}
                  autoComplete="one-time-code"
                  isCode
                  value={field.value}
                  onChange={field.onChange}
                  onBlur={field.onBlur}
                  inputRef={field.ref}
                  error={fieldState.error?.message}
                />
              )}
            />
          </li>
        </ol>
        {confirm.error && <ProblemBanner error={confirm.error} />}
      </form>
    </FormPanel>
  );
}
