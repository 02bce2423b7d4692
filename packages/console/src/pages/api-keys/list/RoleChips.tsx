import { useTranslation } from "react-i18next";
import { Badge } from "../../../ui/Badge.tsx";
import { MorePopover } from "../../../ui/MorePopover.tsx";
import { roleInWords } from "../../shared/use-roles.ts";

const SHOWN = 2;

interface RoleChipsProps {
  readonly roles: readonly { readonly id: string; readonly name: string }[];
  /** The key or the person that has them. */
  readonly holder: string;
}

/** Roles of a key or a person: the first two, and a way to the rest. */
export function RoleChips({ roles: assigned, holder }: RoleChipsProps) {
  const { t } = useTranslation();
  const roles = assigned.map((role) => roleInWords(t, role));
  if (roles.length === 0) {
    return (
      <span className="key-cell-lines">
        <span>{t("list.noRoles")}</span>
        <span className="key-cell-hint">{t("list.noRolesHint")}</span>
      </span>
    );
  }
  return (
    <span className="role-chips" data-cut={roles.length > SHOWN || undefined}>
      {roles.slice(0, SHOWN).map((role) => (
        <Badge key={role.id}>{role.name}</Badge>
      ))}
      {roles.length > SHOWN && (
        <MorePopover
          text={t("list.more", { count: roles.length - SHOWN })}
          label={t("list.moreRoles", { count: roles.length - SHOWN, key: holder })}
          title={t("list.allRoles", { key: holder })}
        >
          <ul className="role-chips-all">
            {roles.map((role) => (
              <li key={role.id}>{role.name}</li>
            ))}
          </ul>
        </MorePopover>
      )}
    </span>
  );
}
