import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../../../ui/Button.tsx";
import { NewRolePanel } from "../../roles/NewRolePanel.tsx";
import { EDIT_ROLES } from "../../roles/permissions.ts";
import { usePermissionReason } from "../../shared/access-context.ts";

/** Creates a role over the form in which it is wanted, and chooses it there. */
export function CreateRoleButton({ onCreated }: { readonly onCreated: (roleId: string) => void }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const editReason = usePermissionReason()(EDIT_ROLES);
  return (
    <>
      <Button icon="plus" disabledReason={editReason} onPress={() => setOpen(true)}>
        {t("rolesPage.create")}
      </Button>
      {isOpen && (
        <NewRolePanel
          isForGiving
          onClose={() => setOpen(false)}
          onCreated={({ id }) => {
            setOpen(false);
            onCreated(id);
          }}
        />
      )}
    </>
  );
}
