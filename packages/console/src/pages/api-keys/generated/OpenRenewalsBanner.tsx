import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { generatedKeyListQuery } from "../../../api/generated-keys.ts";
import { Banner } from "../../../ui/Banner.tsx";
import { Button } from "../../../ui/Button.tsx";
import { useAccess } from "../../shared/access-context.ts";

interface OpenRenewalsBannerProps {
  /** Whether the list shows nothing but them. */
  readonly isFiltered: boolean;
  /** Shows nothing but them, or everything again. */
  readonly onFilter: (isFiltered: boolean) => void;
}

/** On top of the list: how many keys have an old token that is still to be deleted. */
export function OpenRenewalsBanner({ isFiltered, onFilter }: OpenRenewalsBannerProps) {
  const { t } = useTranslation();
  const { account } = useAccess();
  const { data } = useQuery(generatedKeyListQuery(account.name, { renewal: "open", limit: 1, sort: "-createdAt" }));
  const count = data?.total ?? 0;
  if (count === 0 && !isFiltered) return null;
  return (
    <Banner tone={count === 0 ? "info" : "warning"} title={t("openRenewals.title", { count })}>
      <p>{t("openRenewals.text")}</p>
      <span>
        <Button size="small" onPress={() => onFilter(!isFiltered)}>
          {isFiltered ? t("openRenewals.showAll") : t("openRenewals.show", { count })}
        </Button>
      </span>
    </Banner>
  );
}
