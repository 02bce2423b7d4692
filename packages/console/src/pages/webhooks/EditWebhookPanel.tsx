import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId } from "react";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import {
  changeWebhook,
  type Webhook,
  type WebhookChange,
  type WebhookEvent,
  webhookQuery,
  webhooksKey,
} from "../../api/webhooks.ts";
import { useToast } from "../../ui/Toast.tsx";
import { useAccess } from "../shared/access-context.ts";
import { EditPanel, SaveProblem, type Saving } from "../shared/EditPanel.tsx";
import { useFormErrors } from "../shared/form-errors.ts";
import { hostOf } from "./webhook-words.ts";
import { type WebhookForm, WebhookFields } from "./WebhookFields.tsx";

interface EditWebhookPanelProps {
  readonly webhookId: string;
  readonly onClose: () => void;
}

/** Changes where a webhook leads and what it is told of. */
export function EditWebhookPanel({ webhookId, onClose }: EditWebhookPanelProps) {
  const { t } = useTranslation();
  const formId = useId();
  const { account } = useAccess();
  const queries = useQueryClient();
  const toast = useToast();
  const opened = useQuery(webhookQuery(account.name, webhookId));
  const save = useMutation({
    mutationFn: (change: WebhookChange) => changeWebhook(account.name, webhookId, change, opened.data?.etag ?? null),
    onSuccess: async ({ url }) => {
      await queries.invalidateQueries({ queryKey: webhooksKey(account.name) });
      toast(t("webhooks.saved", { host: hostOf(url) }));
      onClose();
    },
  });
  return (
    <EditPanel
      title={t("webhookForm.editTitle")}
      subtitle={opened.data && <bdi>{hostOf(opened.data.webhook.url)}</bdi>}
      formId={formId}
      opened={opened}
      save={save}
      onClose={onClose}
    >
      {({ webhook }, saving) => (
        <EditForm {...saving} formId={formId} webhook={webhook} onSave={(change) => save.mutate(change)} />
      )}
    </EditPanel>
  );
}

const FIELDS = ["url"] as const;

interface EditFormProps extends Saving {
  readonly formId: string;
  readonly webhook: Webhook;
  readonly onSave: (change: WebhookChange) => void;
}

function EditForm({ formId, webhook, onSave, error, onReload }: EditFormProps) {
  const errors = useFormErrors(error, FIELDS);
  const { control, handleSubmit } = useForm<WebhookForm>({
    defaultValues: {
      url: webhook.url,
      isAll: webhook.events === null,
      // What a newer service knows stays chosen, though it can't be chosen here.
      events: (webhook.events ?? []) as WebhookEvent[],
    },
    errors,
  });
  return (
    <form
      id={formId}
      className="panel-form"
      noValidate
      onSubmit={(event) =>
        void handleSubmit(({ url, isAll, events }) => onSave({ url: url.trim(), events: isAll ? null : [...events] }))(
          event,
        )
      }
    >
      <WebhookFields control={control} />
      {error && Object.keys(errors).length === 0 && <SaveProblem error={error} onReload={onReload} />}
    </form>
  );
}
