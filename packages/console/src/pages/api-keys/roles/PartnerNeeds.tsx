import { type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Catalog } from "../../../api/catalog.ts";
import { ExpandButton } from "../../../ui/ExpandButton.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { ResourceList } from "./ResourceList.tsx";
import { groupByProduct, type Needs } from "./role-choice.ts";

const NAMED = 3;

interface PartnerNeedsProps {
  readonly needs: Needs;
  /** What the roles chosen so far open. */
  readonly opened: ReadonlySet<string>;
  readonly catalog: Catalog;
  /** What can be done about it. */
  readonly children?: ReactNode;
}

/**
 * What the partner asks for and the chosen roles don't give. With one permission missing a part of the integration fails,
 * often silently and weeks later: here it shows before anything is saved.
 */
export function PartnerNeeds({ needs, opened, catalog, children }: PartnerNeedsProps) {
  const { t } = useTranslation();
  const missing = needs.resources.filter((resource) => !opened.has(resource));
  const permissions = t("roles.permissions", { count: needs.resources.length });
  return (
    <div className="partner-needs" data-met={missing.length === 0 || undefined}>
      <p className="partner-needs-title">{t("roles.needsTitle", { owner: needs.owner, permissions })}</p>
      <p className="partner-needs-state" role="status">
        {missing.length === 0 && <Icon name="check" />}
        {missing.length === 0 ? t("roles.needsMet") : t("roles.needsMissing", { count: missing.length })}
      </p>
      {missing.length > 0 && <Missing resources={missing} catalog={catalog} />}
      {children}
    </div>
  );
}

interface MissingProps {
  readonly resources: readonly string[];
  readonly catalog: Catalog;
}

/** A line for each product, and all of it on demand: a guide may ask for dozens. */
function Missing({ resources, catalog }: MissingProps) {
  const { t, i18n } = useTranslation();
  const [isExpanded, setExpanded] = useState(false);
  const listId = useId();
  const list = new Intl.ListFormat(i18n.language);
  const label = isExpanded ? t("roles.needsLess") : t("roles.needsAll");
  return (
    <>
      <div id={listId} className="partner-needs-list">
        {isExpanded ? (
          <ResourceList catalog={catalog} resources={resources} />
        ) : (
          <ul className="partner-needs-products">
            {groupByProduct(catalog, resources).map(({ product, resources: members }) => {
              const more = members.length - NAMED;
              const names = members.slice(0, NAMED).map(({ name }) => name);
              return (
                <li key={product ?? ""}>
                  <strong>{product ?? t("roles.needsUnknown")}</strong>{" "}
                  {list.format(more > 0 ? [...names, t("roles.notHeldMore", { count: more })] : names)}
                </li>
              );
            })}
          </ul>
        )}
      </div>
      <span>
        <ExpandButton label={label} isExpanded={isExpanded} onToggle={() => setExpanded(!isExpanded)} controls={listId}>
          {label}
        </ExpandButton>
      </span>
    </>
  );
}
