import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId } from "react";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { createWebhook, webhooksKey } from "../../api/webhooks.ts";
import { useAccess } from "../shared/access-context.ts";
import { fieldErrors } from "../shared/form-errors.ts";
import { FormPanel } from "../shared/FormPanel.tsx";
import { ProblemBanner } from "../shared/Problem.tsx";
import { useShownSecret } from "./use-shown-secret.tsx";
import { type WebhookForm, WebhookFields } from "./WebhookFields.tsx";
import "../shared/panel-form.css";

/** Adds a webhook; once that is done it shows the secret that signs what is sent, in a state of its own. */
export function AddWebhookPanel({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const formId = useId();
  const { account } = useAccess();
  const queries = useQueryClient();
  const { control, handleSubmit, setError } = useForm<WebhookForm>({
    defaultValues: { url: "", isAll: true, events: [] },
  });
  const add = useMutation({
    mutationFn: ({ url, isAll, events }: WebhookForm) =>
      createWebhook(account.name, { url: url.trim(), events: isAll ? null : [...events] }),
    // The answer holds the secret: forget it with this panel.
    gcTime: 0,
    onSuccess: () => void queries.invalidateQueries({ queryKey: webhooksKey(account.name) }),
    onError: (error) => {
      for (const [field, message] of fieldErrors(t, error, ["url"])) setError(field, { message });
    },
  });
  const outcome = useShownSecret(t("webhooks.addedTitle"), add.data, onClose);

  return (
    <FormPanel
      title={t("webhooks.add")}
      submitLabel={t("webhooks.addConfirm")}
      submit={formId}
      isPending={add.isPending}
      outcome={outcome}
      onClose={onClose}
    >
      <form
        id={formId}
        className="panel-form"
        noValidate
        onSubmit={(event) => void handleSubmit((values) => add.mutate(values))(event)}
      >
        <WebhookFields control={control} />
        {add.error && fieldErrors(t, add.error, ["url"]).size === 0 && <ProblemBanner error={add.error} />}
      </form>
    </FormPanel>
  );
}
