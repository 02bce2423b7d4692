import { type Control, Controller, type FieldPathByValue, type FieldValues } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { TextField } from "../../ui/TextField.tsx";
import { useSecretRefusal } from "./use-secret-refusal.ts";

/** As far as one can tell without sending anything; the service looks more closely. */
const EMAIL = /^[^\s@,;]+@[^\s@,;]+$/;

interface EmailFieldProps<Form extends FieldValues, Name extends FieldPathByValue<Form, string>> {
  readonly control: Control<Form>;
  readonly name: Name;
  readonly description?: string;
  readonly autoFocus?: boolean;
}

/** Somebody's email, which has to be given. A token that is pasted here is taken out at once. */
export function EmailField<Form extends FieldValues, Name extends FieldPathByValue<Form, string>>({
  control,
  name,
  description,
  autoFocus = false,
}: EmailFieldProps<Form, Name>) {
  const { t } = useTranslation();
  const { isRefused, keep } = useSecretRefusal();
  return (
    <Controller
      control={control}
      name={name}
      rules={{
        validate: (email: string) => {
          if (email.trim() === "") return t("emailField.missing");
          return EMAIL.test(email.trim()) || t("emailField.malformed");
        },
      }}
      render={({ field, fieldState }) => (
        <TextField
          label={t("signIn.email")}
          type="email"
          description={description}
          autoComplete="off"
          autoFocus={autoFocus}
          isRequired
          value={field.value}
          onChange={(value) => field.onChange(keep(value))}
          onBlur={field.onBlur}
          inputRef={field.ref}
          error={isRefused ? t("errors.secretRemoved") : fieldState.error?.message}
        />
      )}
    />
  );
}
