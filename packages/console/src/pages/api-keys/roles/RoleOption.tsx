import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Catalog } from "../../../api/catalog.ts";
import type { Role } from "../../../api/roles.ts";
import { Badge } from "../../../ui/Badge.tsx";
import { Checkbox } from "../../../ui/Checkbox.tsx";
import { ExpandButton } from "../../../ui/ExpandButton.tsx";
import { useResourceName } from "../../shared/access-context.ts";
import { ResourceList } from "./ResourceList.tsx";

const NAMED = 3;

interface RoleOptionProps {
  readonly role: Role;
  readonly catalog: Catalog;
  readonly isChosen: boolean;
  readonly onChange: (isChosen: boolean) => void;
  /** Resources that the user doesn't hold and so can't give; where there are any the role can't be chosen. */
  readonly excess: readonly string[];
  /** How many of the resources that the partner asks for it gives. */
  readonly asked: { readonly covered: number; readonly total: number } | undefined;
}

/** One role to choose: what it is for, what it opens, and why it can't be chosen. */
export function RoleOption({ role, catalog, isChosen, onChange, excess, asked }: RoleOptionProps) {
  const { t } = useTranslation();
  const [isExpanded, setExpanded] = useState(false);
  const panelId = useId();
  const textId = useId();
  const permissions = t("roles.permissions", { count: role.resources.length });
  return (
    <li className="role-option" data-chosen={isChosen || undefined}>
      <div className="role-option-head">
        <Checkbox isSelected={isChosen} onChange={onChange} isDisabled={excess.length > 0} describedBy={textId}>
          <span className="role-option-name">
            <bdi>{role.name}</bdi>
          </span>
        </Checkbox>
        <ExpandButton
          label={t("roles.opens", { role: role.name, permissions })}
          isExpanded={isExpanded}
          onToggle={() => setExpanded(!isExpanded)}
          controls={panelId}
        >
          {permissions}
        </ExpandButton>
      </div>
      <div id={textId} className="role-option-text">
        {role.description !== "" && <p>{role.description}</p>}
        {excess.length > 0 && <NotHeld excess={excess} />}
        {(!role.predefined || (asked && asked.covered > 0)) && (
          <p className="role-option-tags">
            {!role.predefined && <Badge>{t("roles.custom")}</Badge>}
            {asked && asked.covered > 0 && (
              <Badge>{t("roles.covers", { covered: asked.covered, asked: asked.total })}</Badge>
            )}
          </p>
        )}
      </div>
      <div id={panelId} className="role-option-panel" hidden={!isExpanded}>
        {isExpanded &&
          (role.resources.length === 0 ? (
            <p>{t("roles.opensNothing")}</p>
          ) : (
            <ResourceList catalog={catalog} resources={role.resources} />
          ))}
      </div>
    </li>
  );
}

function NotHeld({ excess }: { readonly excess: readonly string[] }) {
  const { t, i18n } = useTranslation();
  const nameOf = useResourceName();
  const more = excess.length - NAMED;
  const names = excess.slice(0, NAMED).map(nameOf);
  const listed = more > 0 ? [...names, t("roles.notHeldMore", { count: more })] : names;
  return (
    <p className="role-option-not-held">
      {t("roles.notHeld", { resources: new Intl.ListFormat(i18n.language).format(listed) })}
    </p>
  );
}
