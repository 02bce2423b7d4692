import { type Control, Controller, type FieldPathByValue, type FieldValues } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { TextField } from "../../../ui/TextField.tsx";
import { limitOf, REQUESTS_PER_MINUTE } from "./rate-limit.ts";

interface RateLimitFieldProps<Form extends FieldValues, Name extends FieldPathByValue<Form, string>> {
  readonly control: Control<Form>;
  readonly name: Name;
  /** Whose limit it is, and where it counts. */
  readonly description: string;
}

/** How many requests a minute are let through; left empty, any number. */
export function RateLimitField<Form extends FieldValues, Name extends FieldPathByValue<Form, string>>(
  props: RateLimitFieldProps<Form, Name>,
) {
  const { control, name, description } = props;
  const { t, i18n } = useTranslation();
  const number = new Intl.NumberFormat(i18n.language);
  return (
    <Controller
      control={control}
      name={name}
      rules={{
        validate: (text: string) =>
          limitOf(text) !== undefined ||
          t("rateLimit.invalid", {
            least: number.format(REQUESTS_PER_MINUTE.least),
            most: number.format(REQUESTS_PER_MINUTE.most),
          }),
      }}
      render={({ field, fieldState }) => (
        <TextField
          label={t("rateLimit.label")}
          description={description}
          value={field.value}
          onChange={field.onChange}
          onBlur={field.onBlur}
          inputRef={field.ref}
          error={fieldState.error?.message}
          inputMode="numeric"
          autoComplete="off"
          maxLength={20}
        />
      )}
    />
  );
}
