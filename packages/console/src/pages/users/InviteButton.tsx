import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { paths } from "../../paths.ts";
import { Button } from "../../ui/Button.tsx";
import { useAccess, usePermissionReason } from "../shared/access-context.ts";
import { EDIT_USERS } from "./permissions.ts";

/** Opens the panel that invites somebody into the account. */
export function InviteButton() {
  const { t } = useTranslation();
  const { account } = useAccess();
  const navigate = useNavigate();
  const disabledReason = usePermissionReason()(EDIT_USERS);
  return (
    <Button
      variant="primary"
      icon="plus"
      disabledReason={disabledReason}
      onPress={() => void navigate({ href: paths.invite(account.name) })}
    >
      {t("users.invite")}
    </Button>
  );
}
