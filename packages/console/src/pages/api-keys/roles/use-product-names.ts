import { useTranslation } from "react-i18next";
import type { Catalog } from "../../../api/catalog.ts";
import { groupByProduct } from "./role-choice.ts";

const NAMED = 3;

/** The products that resources belong to, as a list in words: up to three by name, then how many more; "" for none. */
export function useProductNames(catalog: Catalog, resources: Iterable<string>): string {
  const { t, i18n } = useTranslation();
  const names = groupByProduct(catalog, resources).map(({ product }) => product ?? t("roles.needsUnknown"));
  const more = names.length - NAMED;
  // "and 1 more" would take as much room as the name.
  const listed = more > 1 ? [...names.slice(0, NAMED), t("roles.moreProducts", { count: more })] : names;
  return new Intl.ListFormat(i18n.language).format(listed);
}
