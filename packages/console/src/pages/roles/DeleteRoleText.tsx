import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type Role, roleUseQuery } from "../../api/roles.ts";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { ProblemBanner } from "../shared/Problem.tsx";
import { totalUses } from "./role-difference.ts";
import { RoleUsers } from "./RoleUsers.tsx";

interface DeleteRoleTextProps {
  readonly account: string;
  readonly role: Role;
}

/** What deleting a role means, or what has it and so keeps it from being deleted. */
export function DeleteRoleText({ account, role }: DeleteRoleTextProps) {
  const { t } = useTranslation();
  const isInUse = totalUses(role.uses) > 0;
  const use = useQuery({ ...roleUseQuery(account, role.id), enabled: isInUse });
  if (!isInUse) return <p>{t("deleteRole.text")}</p>;
  return (
    <>
      <p>{t("deleteRole.inUseText")}</p>
      {use.data ? (
        <RoleUsers use={use.data} />
      ) : use.error ? (
        <ProblemBanner error={use.error} />
      ) : (
        <Skeleton width="60%" heightPixels={20} />
      )}
    </>
  );
}
