import { Link } from "react-aria-components";
import { useTranslation } from "react-i18next";
import type { Catalog } from "../../api/catalog.ts";
import type { Role } from "../../api/roles.ts";
import { type Action, ActionMenu } from "../../ui/ActionMenu.tsx";
import { Badge } from "../../ui/Badge.tsx";
import { Cell, Row } from "../../ui/Table.tsx";
import { useProductNames } from "../api-keys/roles/use-product-names.ts";
import { totalUses } from "./role-difference.ts";

interface RoleRowProps {
  readonly role: Role;
  readonly catalog: Catalog;
  readonly href: string;
  readonly actions: readonly Action[];
}

export function RoleRow({ role, catalog, href, actions }: RoleRowProps) {
  const { t } = useTranslation();
  const { name, description, predefined, resources } = role;
  const products = useProductNames(catalog, resources);
  return (
    <Row>
      <Cell kind="header">
        <span className="key-cell-lines">
          <Link href={href} className="key-cell-title">
            <bdi>{name}</bdi>
          </Link>
          {description !== "" && (
            <span className="role-row-description" title={description}>
              <bdi>{description}</bdi>
            </span>
          )}
        </span>
      </Cell>
      <Cell label={t("rolesPage.columnKind")}>
        {predefined ? (
          <span className="role-row-kind">{t("rolesPage.predefined")}</span>
        ) : (
          <Badge>{t("roles.custom")}</Badge>
        )}
      </Cell>
      <Cell label={t("rolesPage.columnResources")}>
        <span className="key-cell-lines">
          <span>{t("roles.permissions", { count: resources.length })}</span>
          {products !== "" && (
            <span className="role-row-description" title={products}>
              {products}
            </span>
          )}
        </span>
      </Cell>
      <Cell label={t("rolesPage.columnUses")} isWide>
        <Uses uses={role.uses} />
      </Cell>
      <Cell kind="actions">
        <ActionMenu label={t("list.actionsFor", { key: name })} hint={t("list.actions")} actions={actions} />
      </Cell>
    </Row>
  );
}

function Uses({ uses }: Pick<Role, "uses">) {
  const { t, i18n } = useTranslation();
  if (totalUses(uses) === 0) return <span className="key-cell-hint">{t("roleUse.nothing")}</span>;
  const parts = [
    uses.keys > 0 && t("roleUse.keys", { count: uses.keys }),
    uses.externalKeys > 0 && t("roleUse.onlyExternalKeys", { count: uses.externalKeys }),
    uses.users > 0 && t("roleUse.users", { count: uses.users }),
    uses.invitations > 0 && t("roleUse.invitations", { count: uses.invitations }),
  ].filter((part) => part !== false);
  return new Intl.ListFormat(i18n.language, { type: "unit" }).format(parts);
}
