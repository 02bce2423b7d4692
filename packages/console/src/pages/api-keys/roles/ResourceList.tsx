import { useTranslation } from "react-i18next";
import type { Catalog } from "../../../api/catalog.ts";
import { groupByProduct } from "./role-choice.ts";

interface ResourceListProps {
  readonly catalog: Catalog;
  readonly resources: Iterable<string>;
}

/** Resources by product, each by name and key. */
export function ResourceList({ catalog, resources }: ResourceListProps) {
  const { t } = useTranslation();
  return (
    <dl className="resource-list">
      {groupByProduct(catalog, resources).map(({ product, resources: members }) => (
        <div key={product ?? ""} className="resource-list-group">
          <dt>{product ?? t("roles.needsUnknown")}</dt>
          {members.map(({ key, name }) => (
            <dd key={key}>
              {name}
              {name !== key && <code>{key}</code>}
            </dd>
          ))}
        </div>
      ))}
    </dl>
  );
}
