import { useTranslation } from "react-i18next";

/** From where alone a key may be used, beside its status; nothing where that is anywhere. */
export function Networks({ networks }: { readonly networks: readonly string[] }) {
  const { t } = useTranslation();
  const [network, ...more] = networks;
  if (network === undefined) return null;
  return (
    <span className="key-cell-soft" title={networks.join("\n")}>
      {more.length === 0 ? t("networks.oneInList", { network }) : t("networks.inList", { count: networks.length })}
    </span>
  );
}
