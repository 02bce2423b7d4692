import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId } from "react";
import { Controller, useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { invitationsKey, inviteUser } from "../../api/invitations.ts";
import { EmailField } from "../shared/EmailField.tsx";
import { NameField } from "../shared/NameField.tsx";
import { RolePicker } from "../api-keys/roles/RolePicker.tsx";
import { useAccess, usePermissionReason } from "../shared/access-context.ts";
import { fieldErrors } from "../shared/form-errors.ts";
import { FormPanel } from "../shared/FormPanel.tsx";
import { ProblemBanner } from "../shared/Problem.tsx";
import { EDIT_USERS } from "./permissions.ts";
import { useGivenLink } from "../shared/use-given-link.tsx";
import "../shared/panel-form.css";

const FIELDS = ["email", "name"] as const;

interface InviteForm {
  readonly email: string;
  readonly name: string;
  readonly roles: readonly string[];
}

/** Invites somebody; once that is done it shows the link, in a state of its own. */
export function InvitePanel({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const formId = useId();
  const { account } = useAccess();
  const queries = useQueryClient();
  const editReason = usePermissionReason()(EDIT_USERS);
  const { control, handleSubmit, setError } = useForm<InviteForm>({
    defaultValues: { email: "", name: "", roles: [] },
  });
  const invite = useMutation({
    mutationFn: ({ email, name, roles }: InviteForm) =>
      inviteUser(account.name, {
        email: email.trim(),
        ...(name.trim() !== "" && { name: name.trim() }),
        roles: [...roles],
      }),
    // The answer holds the link: forget it with this panel.
    gcTime: 0,
    onSuccess: () => void queries.invalidateQueries({ queryKey: invitationsKey(account.name) }),
    onError: (error) => {
      for (const [field, message] of fieldErrors(t, error, FIELDS)) setError(field, { message });
    },
  });
  const done = useGivenLink("invitation", invite.data, onClose);

  return (
    <FormPanel
      title={t("invite.title")}
      subtitle={t("invite.subtitle", { account: account.displayName })}
      submitLabel={t("users.invite")}
      submit={formId}
      isPending={invite.isPending}
      disabledReason={editReason}
      outcome={done}
      onClose={onClose}
    >
      <form
        id={formId}
        className="panel-form"
        noValidate
        onSubmit={(event) => void handleSubmit((values) => invite.mutate(values))(event)}
      >
        <EmailField control={control} name="email" description={t("invite.emailHint")} autoFocus />
        <NameField control={control} name="name" label={t("invite.nameLabel")} description={t("invite.nameHint")} />
        <Controller
          control={control}
          name="roles"
          render={({ field }) => <RolePicker holder="person" value={field.value} onChange={field.onChange} />}
        />
        {invite.error && fieldErrors(t, invite.error, FIELDS).size === 0 && <ProblemBanner error={invite.error} />}
      </form>
    </FormPanel>
  );
}
