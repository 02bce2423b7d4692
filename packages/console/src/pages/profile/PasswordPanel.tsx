import { useMutation } from "@tanstack/react-query";
import { useId } from "react";
import { Controller, useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { TextField } from "../../ui/TextField.tsx";
import { FormPanel } from "../shared/FormPanel.tsx";
import { ProblemBanner } from "../shared/Problem.tsx";
import "../shared/panel-form.css";

interface PasswordPanelProps<Answer> {
  readonly title: string;
  readonly text: string;
  readonly submitLabel: string;
  /** Default: `primary`. */
  readonly tone?: "primary" | "danger";
  /** What is done once the password is given. */
  readonly send: (password: string) => Promise<Answer>;
  readonly onDone: (answer: Answer) => void;
  readonly onClose: () => void;
}

/** Asks for the password once more: a browser left open is no proof of who sits at it. */
export function PasswordPanel<Answer>(props: PasswordPanelProps<Answer>) {
  const { title, text, submitLabel, tone = "primary", send, onDone, onClose } = props;
  const { t } = useTranslation();
  const formId = useId();
  const { control, handleSubmit } = useForm({ defaultValues: { password: "" } });
  const attempt = useMutation({ mutationFn: send, gcTime: 0, onSuccess: onDone });
  return (
    <FormPanel
      title={title}
      submitLabel={submitLabel}
      tone={tone}
      submit={formId}
      isPending={attempt.isPending}
      onClose={onClose}
    >
      <form
        id={formId}
        className="panel-form"
        noValidate
        onSubmit={(event) => void handleSubmit(({ password }) => attempt.mutate(password))(event)}
      >
        <p>{text}</p>
        <Controller
          control={control}
          name="password"
          rules={{ validate: (value) => value !== "" || t("signIn.passwordMissing") }}
          render={({ field, fieldState }) => (
            <TextField
              label={t("profile.currentPassword")}
              type="password"
              autoComplete="current-password"
              autoFocus
              reveal={{ show: t("signIn.showPassword"), hide: t("signIn.hidePassword") }}
              value={field.value}
              onChange={field.onChange}
              onBlur={field.onBlur}
              inputRef={field.ref}
              error={fieldState.error?.message}
            />
          )}
        />
        {attempt.error && <ProblemBanner error={attempt.error} />}
      </form>
    </FormPanel>
  );
}
