import { useTranslation } from "react-i18next";
import { Banner } from "../../../ui/Banner.tsx";
import { Button } from "../../../ui/Button.tsx";

interface QuarantineBannerProps {
  /** How many keys of the list wait for a decision; `undefined` while that isn't known. */
  readonly count: number | undefined;
  /** Whether the list shows nothing but them. */
  readonly isFiltered: boolean;
  /** Shows nothing but them, or everything again. */
  readonly onFilter: (isFiltered: boolean) => void;
}

/** On top of a list: how many of its keys a restored backup has wait for somebody's decision. */
export function QuarantineBanner({ count = 0, isFiltered, onFilter }: QuarantineBannerProps) {
  const { t } = useTranslation();
  if (count === 0 && !isFiltered) return null;
  return (
    <Banner tone={count === 0 ? "info" : "warning"} title={t("quarantine.title", { count })}>
      <p>{t("quarantine.text")}</p>
      <span>
        <Button size="small" onPress={() => onFilter(!isFiltered)}>
          {isFiltered ? t("quarantine.showAll") : t("quarantine.show", { count })}
        </Button>
      </span>
    </Banner>
  );
}
