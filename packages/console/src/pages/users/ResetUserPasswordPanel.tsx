import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { beginPasswordReset } from "../../api/password-resets.ts";
import { userQuery } from "../../api/users.ts";
import { useAccess, usePermissionReason } from "../shared/access-context.ts";
import { ResetPasswordPanel } from "../shared/ResetPasswordPanel.tsx";
import { EDIT_USERS } from "./permissions.ts";

interface ResetUserPasswordPanelProps {
  readonly userId: string;
  readonly onClose: () => void;
}

/** Gives somebody of the account a link to a new password. */
export function ResetUserPasswordPanel({ userId, onClose }: ResetUserPasswordPanelProps) {
  const { t } = useTranslation();
  const { account } = useAccess();
  const { data, error } = useQuery(userQuery(account.name, userId));
  return (
    <ResetPasswordPanel
      person={data?.user}
      problem={error}
      note={t("resetPassword.elsewhere")}
      disabledReason={usePermissionReason()(EDIT_USERS)}
      begin={() => beginPasswordReset(account.name, userId)}
      onClose={onClose}
    />
  );
}
