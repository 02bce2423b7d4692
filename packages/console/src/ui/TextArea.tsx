import type { ReactNode, Ref } from "react";
import { FieldError, Label, Text, TextArea as AriaTextArea, TextField as AriaTextField } from "react-aria-components";
import "./text-field.css";

export interface TextAreaProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onBlur?: () => void;
  /** Stands under the field while there is no error. */
  readonly description?: ReactNode;
  /** What is wrong with the value; the field is then marked invalid. */
  readonly error?: ReactNode;
  readonly maxLength: number;
  /** Default: 2. Lines that are in view at once. */
  readonly rows?: number;
  /** In the type of key strings, without spelling and capitalisation help. */
  readonly isCode?: boolean;
  readonly inputRef?: Ref<HTMLTextAreaElement>;
}

/** A field for a sentence or two. */
export function TextArea({ label, description, error, rows = 2, isCode = false, inputRef, ...field }: TextAreaProps) {
  const isInvalid = error !== undefined && error !== null;
  return (
    <AriaTextField
      {...field}
      isInvalid={isInvalid}
      validationBehavior="aria"
      className="text-field"
      {...(isCode && { autoCorrect: "off", spellCheck: "false" as const })}
    >
      <Label className="field-label">{label}</Label>
      <AriaTextArea
        {...(inputRef !== undefined && { ref: inputRef })}
        className="text-field-input"
        data-multiline
        data-code={isCode || undefined}
        {...(isCode && { autoCapitalize: "off" })}
        rows={rows}
      />
      {!isInvalid && description !== undefined && (
        <Text slot="description" className="field-description">
          {description}
        </Text>
      )}
      <FieldError className="field-error">{error}</FieldError>
    </AriaTextField>
  );
}
