import { type Control, Controller, type FieldPathByValue, type FieldValues } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { TextField } from "../../ui/TextField.tsx";
import { useSecretRefusal } from "./use-secret-refusal.ts";

const MAX_LENGTH = 100;

interface NameFieldProps<Form extends FieldValues, Name extends FieldPathByValue<Form, string>> {
  readonly control: Control<Form>;
  readonly name: Name;
  readonly label: string;
  readonly description: string;
  /** Shown where nothing is entered; left out where it may be empty. */
  readonly missing?: string;
}

/** The name of a key or a person. A token that is pasted here is taken out at once. */
export function NameField<Form extends FieldValues, Name extends FieldPathByValue<Form, string>>(
  props: NameFieldProps<Form, Name>,
) {
  const { control, name, label, description, missing } = props;
  const { t } = useTranslation();
  const { isRefused, keep } = useSecretRefusal();
  return (
    <Controller
      control={control}
      name={name}
      rules={{
        validate: (value: string) => {
          if (value.trim() === "") return missing ?? true;
          return value.trim().length <= MAX_LENGTH || t("errors.nameTooLong", { count: MAX_LENGTH });
        },
      }}
      render={({ field, fieldState }) => (
        <TextField
          label={label}
          description={description}
          value={field.value}
          onChange={(value) => field.onChange(keep(value))}
          onBlur={field.onBlur}
          inputRef={field.ref}
          error={isRefused ? t("errors.secretRemoved") : fieldState.error?.message}
          isRequired={missing !== undefined}
          autoComplete="off"
        />
      )}
    />
  );
}
