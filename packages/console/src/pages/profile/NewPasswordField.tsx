import { type Control, Controller, type FieldPathByValue, type FieldValues } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { TextField } from "../../ui/TextField.tsx";

/** How long a password is, in characters. The service holds to it; here it is said before anything is sent. */
const LENGTH = { least: 8, most: 200 };

interface NewPasswordFieldProps<Form extends FieldValues, Name extends FieldPathByValue<Form, string>> {
  readonly control: Control<Form>;
  readonly name: Name;
  readonly label: string;
}

/** A password that somebody chooses. */
export function NewPasswordField<Form extends FieldValues, Name extends FieldPathByValue<Form, string>>({
  control,
  name,
  label,
}: NewPasswordFieldProps<Form, Name>) {
  const { t } = useTranslation();
  return (
    <Controller
      control={control}
      name={name}
      rules={{
        validate: (value: string) => {
          if (value.length < LENGTH.least) return t("profile.passwordTooShort", { count: LENGTH.least });
          return value.length <= LENGTH.most || t("profile.passwordTooLong", { count: LENGTH.most });
        },
      }}
      render={({ field, fieldState }) => (
        <TextField
          label={label}
          type="password"
          autoComplete="new-password"
          description={t("profile.passwordHint", { count: LENGTH.least })}
          reveal={{ show: t("signIn.showPassword"), hide: t("signIn.hidePassword") }}
          value={field.value}
          onChange={field.onChange}
          onBlur={field.onBlur}
          inputRef={field.ref}
          error={fieldState.error?.message}
        />
      )}
    />
  );
}
