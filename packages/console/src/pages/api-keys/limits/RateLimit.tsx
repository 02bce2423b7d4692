import { useTranslation } from "react-i18next";

/** The limit of a key, beside its status; nothing where it has none. */
export function RateLimit({ perMinute }: { readonly perMinute: number | null }) {
  const { t, i18n } = useTranslation();
  if (perMinute === null) return null;
  const limit = new Intl.NumberFormat(i18n.language).format(perMinute);
  return <span className="key-cell-soft">{t("rateLimit.inList", { count: perMinute, limit })}</span>;
}
