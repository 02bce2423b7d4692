import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { generateServiceKey, serviceKeysKey } from "../../../api/service-keys.ts";
import { Banner } from "../../../ui/Banner.tsx";
import { Button } from "../../../ui/Button.tsx";
import { CopyField } from "../../../ui/CopyField.tsx";
import { NameField } from "../../shared/NameField.tsx";
import { FormPanel, type PanelOutcome } from "../../shared/FormPanel.tsx";
import { ProblemBanner } from "../../shared/Problem.tsx";
import { Rich } from "../../shared/Rich.tsx";
import { useOnceGuard } from "../../shared/use-once-guard.tsx";
import "../../shared/panel-form.css";

/** Generates a service key; once that is done it shows the token, the one time, and isn't left by accident before it is kept. */
export function GenerateServiceKeyPanel({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const formId = useId();
  const queries = useQueryClient();
  const [isSafe, setSafe] = useState(false);
  const { control, handleSubmit } = useForm({ defaultValues: { name: "" } });
  const generate = useMutation({
    mutationFn: ({ name }: { readonly name: string }) => generateServiceKey(name.trim()),
    // The answer holds the token: forget it with this panel.
    gcTime: 0,
    onSuccess: () => void queries.invalidateQueries({ queryKey: serviceKeysKey }),
  });
  const made = generate.data;
  useOnceGuard({
    isSafe: isSafe || made === undefined,
    title: t("serviceKeys.leaveTitle"),
    text: t("serviceKeys.leaveText", { name: made?.name ?? "" }),
    confirmLabel: t("tokenLink.leaveConfirm"),
    cancelLabel: t("serviceKeys.leaveCancel"),
  });

  const outcome: PanelOutcome | undefined = made && {
    title: t("serviceKeys.doneTitle"),
    subtitle: <bdi>{made.name}</bdi>,
    isDismissable: isSafe,
    footer: (
      <Button variant={isSafe ? "primary" : "secondary"} onPress={onClose}>
        {t("generateKey.close")}
      </Button>
    ),
    body: (
      <div className="panel-form">
        <Banner tone="warning" title={t("serviceKeys.onceTitle")}>
          <p>{t("serviceKeys.onceText")}</p>
        </Banner>
        <div className="form-field">
          <CopyField
            label={t("serviceKeys.token")}
            text={made.token}
            copyLabel={t("common.copy")}
            copiedLabel={t("common.copied")}
            failedLabel={t("common.copyFailed")}
            onCopied={() => setSafe(true)}
          />
          <p className="field-description">
            <Rich i18nKey="serviceKeys.use" />
          </p>
        </div>
      </div>
    ),
  };
  return (
    <FormPanel
      title={t("serviceKeys.generate")}
      submitLabel={t("generateKey.submit")}
      submit={formId}
      isPending={generate.isPending}
      outcome={outcome}
      onClose={onClose}
    >
      <form
        id={formId}
        className="panel-form"
        noValidate
        onSubmit={(event) => void handleSubmit((values) => generate.mutate(values))(event)}
      >
        <p className="tab-about">{t("serviceKeys.generateText")}</p>
        <NameField
          control={control}
          name="name"
          label={t("serviceKeys.name")}
          description={t("serviceKeys.nameHint")}
          missing={t("serviceKeys.nameMissing")}
        />
        {generate.error && <ProblemBanner error={generate.error} />}
      </form>
    </FormPanel>
  );
}
