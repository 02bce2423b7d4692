import type { TFunction } from "i18next";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Banner } from "../../../ui/Banner.tsx";
import { TextField } from "../../../ui/TextField.tsx";
import { cleanKeyInput, judgeKeyInput, type KeyInput } from "./key-input.ts";

interface KeyFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onBlur: () => void;
  readonly inputRef: React.Ref<HTMLInputElement>;
  /** What is wrong with it beyond its form. */
  readonly error: ReactNode;
}

/** The field for a partner's key. Says at once what can't be right; a token that is pasted here never stays. */
export function KeyField({ value, onChange, onBlur, inputRef, error }: KeyFieldProps) {
  const { t } = useTranslation();
  const [isSecretRefused, setSecretRefused] = useState(false);
  const [isLeft, setLeft] = useState(false);

  function change(text: string): void {
    const cleaned = cleanKeyInput(text);
    const isSecret = judgeKeyInput(cleaned).kind === "secret";
    setSecretRefused(isSecret);
    setLeft(false);
    onChange(isSecret ? "" : cleaned);
  }

  return (
    <div className="form-field">
      <TextField
        label={t("addKey.keyLabel")}
        description={t("addKey.keyHint")}
        placeholder={t("addKey.keyPlaceholder")}
        value={value}
        onChange={change}
        onBlur={() => {
          setLeft(true);
          onBlur();
        }}
        inputRef={inputRef}
        error={describeFault(t, judgeKeyInput(value), isLeft) ?? error}
        isRequired
        isCode
        autoFocus
        autoComplete="off"
      />
      {isSecretRefused && (
        <Banner tone="danger" announce="alert" title={t("addKey.tokenTitle")}>
          <p>{t("addKey.tokenText")}</p>
        </Banner>
      )}
    </div>
  );
}

const FAULTS = {
  prefix: "addKey.keyPrefix",
  space: "addKey.keySpace",
  case: "addKey.keyCase",
  tooLong: "addKey.keyTooLong",
} as const;

/** What is wrong with the form of what stands in the field. Nobody is told off for what they haven't finished typing. */
function describeFault(t: TFunction, input: KeyInput, isLeft: boolean): string | undefined {
  switch (input.kind) {
    case "malformed":
      return input.fault === "character"
        ? t("addKey.keyCharacter", { character: input.character })
        : t(FAULTS[input.fault]);
    case "mistyped":
      return t("addKey.keyMistyped");
    case "incomplete":
      return isLeft ? t("addKey.keyIncomplete") : undefined;
    default:
      return undefined;
  }
}
