import { useTranslation } from "react-i18next";
import { describeAgo, useNow } from "../../shared/Time.tsx";

/** When a key was last used, beside its status. */
export function LastUsed({ at }: { readonly at: string | null }) {
  const { t, i18n } = useTranslation();
  const nowMs = useNow();
  return (
    <span className="key-cell-soft">
      {at === null ? t("use.neverUsed") : t("use.lastUsed", { when: describeAgo(at, nowMs, i18n.language) })}
    </span>
  );
}
