import { LatchkeyError } from "@latchkey/sdk/latchkey-error";
import type { TFunction } from "i18next";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";

/** What each field takes. The service's own words are in English, and for whoever writes programs. */
const WORDED = {
  name: "errors.fieldName",
  email: "errors.fieldEmail",
  password: "errors.fieldPassword",
  key: "errors.fieldKey",
  description: "errors.fieldDescription",
  url: "errors.fieldUrl",
  allowedNetworks: "errors.fieldNetworks",
} as const;

/** The fields of a form that an error is about, each with what to mend; empty where it is about none of them. */
export function fieldErrors<Field extends keyof typeof WORDED>(
  t: TFunction,
  error: Error,
  fields: readonly Field[],
): ReadonlyMap<Field, string> {
  if (!(error instanceof LatchkeyError)) return new Map();
  const isAbout = (field: Field) =>
    error.errors.some(({ path }) => path === `/${field}` || path.startsWith(`/${field}/`));
  const words = (field: keyof typeof WORDED) =>
    error.code === "SECRET_IN_FIELD" ? t("errors.secretInField") : t(WORDED[field]);
  return new Map(fields.filter(isAbout).map((field) => [field, words(field)]));
}

/**
 * The same for `useForm`, as its `errors`: one object for as long as it is one error. By another each time the form would forget, whenever
 * something is drawn anew, what it has found itself.
 *
 * @param fields a constant
 */
export function useFormErrors<Field extends keyof typeof WORDED>(
  error: Error | null,
  fields: readonly Field[],
): Partial<Record<Field, { readonly type: "server"; readonly message: string }>> {
  const { t } = useTranslation();
  return useMemo(() => {
    const found = error === null ? [] : [...fieldErrors(t, error, fields)];
    return Object.fromEntries(found.map(([field, message]) => [field, { type: "server", message }])) as Partial<
      Record<Field, { type: "server"; message: string }>
    >;
  }, [t, error, fields]);
}
