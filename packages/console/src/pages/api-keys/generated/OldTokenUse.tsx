import { useTranslation } from "react-i18next";
import type { KeyToken } from "../../../api/key-token.ts";
import { Banner } from "../../../ui/Banner.tsx";
import { describeAgo, useNow } from "../../shared/Time.tsx";
import { describeUse, isInUse } from "./token-words.ts";

/** When an old token was last used and from where: a warning where that was within a day, as it then surely still is. */
export function OldTokenUse({ token }: { readonly token: KeyToken }) {
  const { t, i18n } = useTranslation();
  const nowMs = useNow();
  if (token.lastUsedAt === null || !isInUse(token, nowMs)) {
    return <p>{t("tokens.oldUse", { use: describeUse(t, token, nowMs, i18n.language) })}</p>;
  }
  const when = describeAgo(token.lastUsedAt, nowMs, i18n.language);
  return (
    <Banner
      tone="warning"
      title={
        token.lastNetwork === null
          ? t("tokens.inUse", { when })
          : t("tokens.inUseFrom", { when, network: token.lastNetwork })
      }
    >
      <p>{t("tokens.inUseText")}</p>
    </Banner>
  );
}
