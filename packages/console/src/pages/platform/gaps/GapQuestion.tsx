import { useTranslation } from "react-i18next";
import { ComboBox } from "../../../ui/ComboBox.tsx";
import { Select } from "../../../ui/Select.tsx";
import { useCatalog } from "../../shared/use-catalog.ts";
import { type changeGaps, daysOf, GAP_DAYS, type GapsSearch } from "./gaps-search.ts";

interface GapQuestionProps {
  readonly search: GapsSearch;
  readonly onChange: (change: Parameters<typeof changeGaps>[1]) => void;
}

/** Which permission will be required, what the API asks for today, and how far back to look. */
export function GapQuestion({ search, onChange }: GapQuestionProps) {
  const { t } = useTranslation();
  const { data: catalog } = useCatalog();
  if (!catalog) return null;
  const options = catalog.products.flatMap(({ categories }) =>
    categories.flatMap(({ resources }) => resources.map(({ key, name }) => ({ id: key, label: name, hint: key }))),
  );
  const shared = { options, noMatch: t("explain.resourceNone"), openLabel: t("explain.resourceOpen") };
  return (
    <div role="search" className="gap-question" aria-label={t("gaps.title")}>
      <ComboBox
        {...shared}
        label={t("gaps.resource")}
        description={t("gaps.resourceHint")}
        placeholder={t("gaps.resourceChoose")}
        value={search.resource ?? null}
        onChange={(resource) => onChange({ resource })}
      />
      <ComboBox
        {...shared}
        label={t("gaps.used")}
        description={t("gaps.usedHint")}
        placeholder={t("gaps.usedAny")}
        value={search.used ?? null}
        onChange={(used) => onChange({ used })}
      />
      <Select
        label={t("gaps.days")}
        options={GAP_DAYS.map((count) => ({ value: String(count), label: t("gaps.daysOption", { count }) }))}
        value={String(daysOf(search))}
        onChange={(days) => onChange({ days: Number(days) })}
      />
    </div>
  );
}
