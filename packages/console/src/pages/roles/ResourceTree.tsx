import { useDeferredValue, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Catalog } from "../../api/catalog.ts";
import { CheckTree } from "../../ui/CheckTree.tsx";
import { SearchField } from "../../ui/SearchField.tsx";
import { countLeaves, resourceTree } from "./resource-tree.ts";
import "./resource-tree.css";

/** Found resources up to which their groups are all opened: more would be a long list of what wasn't meant. */
const OPENED_MAX = 120;

interface ResourceTreeProps {
  readonly catalog: Catalog;
  readonly label: string;
  /** Stands beside the label. */
  readonly description?: string;
  /** What is chosen; where there is no `onChange`, all that is shown. */
  readonly value: ReadonlySet<string>;
  readonly onChange?: (value: ReadonlySet<string>) => void;
  /** Why a resource can be neither chosen nor given up. */
  readonly lockedReason?: (resource: string) => string | undefined;
}

/** Resources as product > category > resource, with a search over all of them. */
export function ResourceTree(props: ResourceTreeProps) {
  const { catalog, label, description, value, onChange, lockedReason } = props;
  const { t } = useTranslation();
  const labelId = useId();
  const [search, setSearch] = useState("");
  const searched = useDeferredValue(search.trim());
  const nodes = resourceTree(catalog, {
    unknown: t("roles.needsUnknown"),
    search: searched,
    ...(onChange === undefined && { only: value }),
    ...(lockedReason !== undefined && { lockedReason }),
  });
  const found = countLeaves(nodes);
  return (
    <section className="resource-tree" role="group" aria-labelledby={labelId}>
      <h3 id={labelId} className="field-label">
        {label}
      </h3>
      {description !== undefined && <p className="field-description">{description}</p>}
      <div className="resource-tree-frame">
        <div className="resource-tree-search">
          <SearchField
            label={t("resourceTree.search")}
            placeholder={t("resourceTree.search")}
            clearLabel={t("roles.clearSearch")}
            value={search}
            onChange={setSearch}
          />
        </div>
        {found === 0 ? (
          <p className="resource-tree-none">
            {searched === "" ? t("roles.opensNothing") : t("resourceTree.noMatch", { search: searched })}
          </p>
        ) : (
          <div className="resource-tree-list">
            <CheckTree
              label={label}
              nodes={nodes}
              isOpen={searched !== "" && found <= OPENED_MAX}
              countLabel={(chosen, total) =>
                onChange === undefined ? String(total) : t("resourceTree.count", { chosen, total })
              }
              toggleLabel={t("resourceTree.toggle")}
              {...(onChange !== undefined && { value, onChange })}
            />
          </div>
        )}
      </div>
      {onChange !== undefined && (
        <p className="resource-tree-summary" role="status">
          {t("resourceTree.chosen", { count: value.size })}
        </p>
      )}
    </section>
  );
}
