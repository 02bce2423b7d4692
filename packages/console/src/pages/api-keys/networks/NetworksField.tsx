import { type Control, Controller, type FieldPathByValue, type FieldValues } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { TextArea } from "../../../ui/TextArea.tsx";
import { useSecretRefusal } from "../../shared/use-secret-refusal.ts";
import { firstWrong, NETWORKS_MOST, networksOf } from "./networks.ts";

/** Room for as many as may be given, each as long as it can be. */
const MAX_LENGTH = 2_500;

interface NetworksFieldProps<Form extends FieldValues, Name extends FieldPathByValue<Form, string>> {
  readonly control: Control<Form>;
  readonly name: Name;
  /** Whose networks they are, and where they count. */
  readonly description: string;
}

/** From which networks a key may be used, one a line; left empty, from anywhere. A token that is pasted here is taken out at once. */
export function NetworksField<Form extends FieldValues, Name extends FieldPathByValue<Form, string>>(
  props: NetworksFieldProps<Form, Name>,
) {
  const { control, name, description } = props;
  const { t } = useTranslation();
  const { isRefused, keep } = useSecretRefusal();
  return (
    <Controller
      control={control}
      name={name}
      rules={{
        validate: (text: string) => {
          const wrong = firstWrong(text);
          if (wrong !== undefined) return t("networks.invalid", { network: wrong });
          return networksOf(text).length <= NETWORKS_MOST || t("networks.tooMany", { count: NETWORKS_MOST });
        },
      }}
      render={({ field, fieldState }) => (
        <TextArea
          label={t("networks.label")}
          description={description}
          value={field.value}
          onChange={(text) => field.onChange(keep(text))}
          onBlur={field.onBlur}
          inputRef={field.ref}
          error={isRefused ? t("errors.secretRemoved") : fieldState.error?.message}
          maxLength={MAX_LENGTH}
          isCode
        />
      )}
    />
  );
}
