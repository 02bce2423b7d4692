import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Catalog } from "../../api/catalog.ts";
import { useCatalog } from "../shared/use-catalog.ts";
import { type Role, roleQuery, roleUseQuery } from "../../api/roles.ts";
import { paths } from "../../paths.ts";
import { Badge } from "../../ui/Badge.tsx";
import { Button } from "../../ui/Button.tsx";
import { SidePanel } from "../../ui/SidePanel.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { EditPanelLoading } from "../shared/EditPanel.tsx";
import { useAccess, usePermissionReason } from "../shared/access-context.ts";
import { ProblemBanner } from "../shared/Problem.tsx";
import { roleInWords } from "../shared/use-roles.ts";
import { EDIT_ROLES } from "./permissions.ts";
import { ResourceTree } from "./ResourceTree.tsx";
import { totalUses } from "./role-difference.ts";
import { RoleUsers } from "./RoleUsers.tsx";

interface RolePanelProps {
  readonly roleId: string;
  readonly onClose: () => void;
  readonly onEdit: () => void;
  readonly onCopy: () => void;
}

/** What a role opens, and what has it. */
export function RolePanel({ roleId, onClose, onEdit, onCopy }: RolePanelProps) {
  const { t } = useTranslation();
  const { account } = useAccess();
  const editReason = usePermissionReason()(EDIT_ROLES);
  const opened = useQuery(roleQuery(account.name, roleId));
  const catalog = useCatalog();
  const role = opened.data && roleInWords(t, opened.data.role);
  return (
    <SidePanel
      title={role?.name ?? t("rolesPage.role")}
      subtitle={<code>{roleId}</code>}
      closeLabel={t("common.close")}
      onClose={onClose}
      footer={
        <>
          <Button disabledReason={editReason} onPress={onCopy}>
            {t("rolesPage.copy")}
          </Button>
          <Button
            variant="primary"
            disabledReason={editReason ?? (role?.predefined ? t("rolesPage.predefinedReason") : undefined)}
            onPress={onEdit}
          >
            {t("rolesPage.edit")}
          </Button>
        </>
      }
    >
      {role && catalog.data ? (
        <RoleDetails role={role} catalog={catalog.data} />
      ) : (
        <EditPanelLoading error={opened.error ?? catalog.error} onRetry={() => void opened.refetch()} />
      )}
    </SidePanel>
  );
}

function RoleDetails({ role, catalog }: { readonly role: Role; readonly catalog: Catalog }) {
  const { t } = useTranslation();
  return (
    <div className="panel-form">
      <div className="form-field">
        <span>
          <Badge>{role.predefined ? t("rolesPage.predefined") : t("roles.custom")}</Badge>
        </span>
        {role.description !== "" && (
          <p>
            <bdi>{role.description}</bdi>
          </p>
        )}
        {role.predefined && <p className="field-description">{t("rolesPage.predefinedReason")}</p>}
      </div>
      <UsedBy role={role} />
      <ResourceTree
        catalog={catalog}
        label={t("rolesPage.opens", { count: role.resources.length })}
        value={new Set(role.resources)}
      />
    </div>
  );
}

function UsedBy({ role }: { readonly role: Role }) {
  const { t } = useTranslation();
  const { account } = useAccess();
  const use = useQuery(roleUseQuery(account.name, role.id));
  return (
    <section className="form-field">
      <h3 className="field-label">{t("rolesPage.columnUses")}</h3>
      {use.data ? (
        totalUses(use.data.counts) === 0 ? (
          <p className="field-description">{t("roleUse.nothing")}</p>
        ) : (
          <RoleUsers
            use={use.data}
            hrefs={{
              generated: paths.keys(account.name, "generated", { role: role.id }),
              external: paths.keys(account.name, "external", { role: role.id }),
            }}
          />
        )
      ) : use.error ? (
        <ProblemBanner error={use.error} />
      ) : (
        <Skeleton width="60%" heightPixels={20} />
      )}
    </section>
  );
}
