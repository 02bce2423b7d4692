import { LatchkeyError } from "@latchkey/sdk/latchkey-error";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Catalog } from "../../../api/catalog.ts";
import { createRole, type NewRole, type Role, rolesKey } from "../../../api/roles.ts";
import { Button } from "../../../ui/Button.tsx";
import { useToast } from "../../../ui/Toast.tsx";
import { EDIT_ROLES } from "../../roles/permissions.ts";
import { useAccess, usePermissionReason } from "../../shared/access-context.ts";
import { ProblemBanner } from "../../shared/Problem.tsx";
import { exactRole, groupByProduct, type Needs } from "./role-choice.ts";

/** Names to try where one is taken: "CrediPay", "CrediPay 2" … */
const NAMES_MAX = 20;

interface ExactRoleProps {
  readonly needs: Needs;
  readonly roles: readonly Role[];
  readonly catalog: Catalog;
  /** Ids of the roles chosen so far. */
  readonly chosen: readonly string[];
  readonly onChoose: (roleId: string) => void;
}

/** One click for a role with exactly what the partner asks for: the one that there is, or else a new one. */
export function ExactRole({ needs, roles, catalog, chosen, onChoose }: ExactRoleProps) {
  const { t } = useTranslation();
  const { account, resources: held } = useAccess();
  const editReason = usePermissionReason()(EDIT_ROLES);
  const create = useCreateExactRole(account.name, needs, onChoose);
  const known = new Set(
    groupByProduct(catalog, needs.resources).flatMap((group) =>
      group.product === undefined ? [] : group.resources.map(({ key }) => key),
    ),
  );
  const asked = needs.resources.filter((resource) => known.has(resource));
  const existing = exactRole(roles, asked);
  const lacking = asked.filter((resource) => !held.includes(resource)).length;
  const beyondReason = lacking > 0 ? t("exactRole.beyond", { count: lacking }) : undefined;

  if (asked.length === 0 || (existing && chosen.includes(existing.id))) return null;
  if (existing) {
    return (
      <span>
        <Button size="small" disabledReason={beyondReason} onPress={() => onChoose(existing.id)}>
          {t("exactRole.choose", { role: existing.name })}
        </Button>
      </span>
    );
  }
  return (
    <>
      <span>
        <Button
          size="small"
          icon="plus"
          isPending={create.isPending}
          disabledReason={editReason ?? beyondReason}
          onPress={() => create.mutate(asked)}
        >
          {t("exactRole.create", { owner: needs.owner })}
        </Button>
      </span>
      {create.error && <ProblemBanner error={create.error} />}
    </>
  );
}

function useCreateExactRole(account: string, needs: Needs, onCreated: (roleId: string) => void) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const toast = useToast();
  return useMutation({
    mutationFn: (resources: readonly string[]) =>
      createUnderFreeName(account, {
        id: needs.account,
        name: needs.owner,
        description: t("exactRole.description", { owner: needs.owner }),
        resources: [...resources],
      }),
    onSuccess: async (role) => {
      await queries.invalidateQueries({ queryKey: [...rolesKey(account), "all"] });
      toast(t("exactRole.created", { name: role.name }));
      onCreated(role.id);
    },
  });
}

async function createUnderFreeName(account: string, role: NewRole): Promise<Role> {
  for (let number = 1; ; number++) {
    const numbered = number === 1 ? role : { ...role, id: `${role.id}-${number}`, name: `${role.name} ${number}` };
    try {
      return await createRole(account, numbered);
    } catch (error) {
      const isTaken = error instanceof LatchkeyError && error.code === "ROLE_EXISTS";
      if (!isTaken || number === NAMES_MAX) throw error;
    }
  }
}
