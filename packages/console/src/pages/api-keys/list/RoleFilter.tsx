import { useTranslation } from "react-i18next";
import { Select } from "../../../ui/Select.tsx";
import { useAccess } from "../../shared/access-context.ts";
import { useRoles } from "../../shared/use-roles.ts";

interface RoleFilterProps {
  /** Id of the role; left out for all. */
  readonly value: string | undefined;
  readonly onChange: (roleId: string | undefined) => void;
}

/** Narrows a list to what has a role. */
export function RoleFilter({ value, onChange }: RoleFilterProps) {
  const { t } = useTranslation();
  const { account } = useAccess();
  const { data: roles = [] } = useRoles(account.name);
  const options = roles.map((role) => ({ value: role.id, label: role.name }));
  // A link may name a role that is gone, or that isn't there yet.
  const unknown = value !== undefined && !roles.some((role) => role.id === value) ? [{ value, label: value }] : [];
  return (
    <div className="key-list-role">
      <Select
        label={t("list.role")}
        options={[{ value: "", label: t("list.allKeys") }, ...unknown, ...options]}
        value={value ?? ""}
        onChange={(roleId) => onChange(roleId === "" ? undefined : roleId)}
      />
    </div>
  );
}
