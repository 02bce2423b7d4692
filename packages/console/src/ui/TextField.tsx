import { type ReactNode, type Ref, useState } from "react";
import {
  Button as AriaButton,
  FieldError,
  Input,
  Label,
  Text,
  TextField as AriaTextField,
} from "react-aria-components";
import { Icon } from "./Icon.tsx";
import "./text-field.css";

export interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onBlur?: () => void;
  /** Default: `text`. */
  readonly type?: "text" | "email" | "password" | "date";
  /** Stands under the field while there is no error. */
  readonly description?: ReactNode;
  /** What is wrong with the value; the field is then marked invalid. */
  readonly error?: ReactNode;
  readonly placeholder?: string;
  readonly isRequired?: boolean;
  readonly isReadOnly?: boolean;
  /** In the type of key strings, without spelling and capitalisation help. */
  readonly isCode?: boolean;
  readonly maxLength?: number;
  /** Which keys a phone offers. */
  readonly inputMode?: "numeric";
  readonly autoComplete?: string;
  readonly autoFocus?: boolean;
  readonly name?: string;
  /** Labels of the button that shows and hides a password. */
  readonly reveal?: { readonly show: string; readonly hide: string };
  readonly inputRef?: Ref<HTMLInputElement>;
}

export function TextField(props: TextFieldProps) {
  const { label, description, error, placeholder, isCode = false, reveal, inputRef, type = "text", ...field } = props;
  const isInvalid = error !== undefined && error !== null;
  const [isRevealed, setRevealed] = useState(false);
  return (
    <AriaTextField
      {...field}
      type={isRevealed ? "text" : type}
      isInvalid={isInvalid}
      validationBehavior="aria"
      className="text-field"
      {...(isCode && { autoCorrect: "off", spellCheck: "false" as const })}
    >
      <Label className="field-label">{label}</Label>
      <div className="text-field-control">
        <Input
          {...(inputRef !== undefined && { ref: inputRef })}
          className="text-field-input"
          data-code={isCode || undefined}
          {...(placeholder !== undefined && { placeholder })}
          {...(isCode && { autoCapitalize: "off" })}
        />
        {reveal && (
          <AriaButton
            className="text-field-reveal"
            aria-label={isRevealed ? reveal.hide : reveal.show}
            onPress={() => setRevealed(!isRevealed)}
          >
            <Icon name={isRevealed ? "eyeOff" : "eye"} />
          </AriaButton>
        )}
      </div>
      {!isInvalid && description !== undefined && (
        <Text slot="description" className="field-description">
          {description}
        </Text>
      )}
      <FieldError className="field-error">{error}</FieldError>
    </AriaTextField>
  );
}
