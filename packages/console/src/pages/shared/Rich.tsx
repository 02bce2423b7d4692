import type { ParseKeys } from "i18next";
import { Trans } from "react-i18next";

const COMPONENTS = { strong: <strong />, code: <code /> };

interface RichProps {
  readonly i18nKey: ParseKeys;
  readonly values?: Readonly<Record<string, string | number>>;
  /** Chooses the plural. */
  readonly count?: number;
}

/**
 * Wording with `<strong>` and `<code>` in it. Marks in the wording count; those in a value are text: values are names that
 * anybody may choose.
 */
export function Rich({ i18nKey, values, count }: RichProps) {
  return (
    <Trans
      i18nKey={i18nKey}
      components={COMPONENTS}
      tOptions={{ interpolation: { escapeValue: true } }}
      {...(values !== undefined && { values })}
      {...(count !== undefined && { count })}
    />
  );
}
