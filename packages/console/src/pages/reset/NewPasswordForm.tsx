import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import type { PasswordReset } from "../../api/password-resets.ts";
import { Button } from "../../ui/Button.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { NewPasswordField } from "../profile/NewPasswordField.tsx";
import { ProblemBanner } from "../shared/Problem.tsx";
import { describeTime } from "../shared/Time.tsx";
import "../join/join.css";

interface NewPasswordFormProps {
  readonly offer: PasswordReset;
  readonly isPending: boolean;
  readonly error: Error | null;
  readonly onChoose: (password: string) => void;
}

/** Chooses the new password of whoever the link is for. */
export function NewPasswordForm({ offer, isPending, error, onChoose }: NewPasswordFormProps) {
  const { t, i18n } = useTranslation();
  const { control, handleSubmit } = useForm({ defaultValues: { password: "" } });
  return (
    <form
      className="join-form"
      noValidate
      onSubmit={(event) => void handleSubmit(({ password }) => onChoose(password))(event)}
    >
      <p>{t("resetPassword.about", { email: offer.email })}</p>
      <TextField
        label={t("signIn.email")}
        value={offer.email}
        onChange={() => undefined}
        autoComplete="username"
        isReadOnly
      />
      <NewPasswordField control={control} name="password" label={t("resetPassword.password")} />
      <p className="field-description">
        {t("resetPassword.until", { until: describeTime(offer.expiresAt, i18n.language) })}
      </p>
      {error && <ProblemBanner error={error} />}
      <Button variant="primary" type="submit" isPending={isPending}>
        {t("resetPassword.save")}
      </Button>
    </form>
  );
}
