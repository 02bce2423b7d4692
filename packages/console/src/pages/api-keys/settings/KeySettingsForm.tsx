import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { KeySettings, KeySettingsChange } from "../../../api/key-settings.ts";
import { Button } from "../../../ui/Button.tsx";
import { RadioGroup } from "../../../ui/RadioGroup.tsx";
import { Switch } from "../../../ui/Switch.tsx";
import { useAccess, usePermissionReason } from "../../shared/access-context.ts";
import { ProblemBanner } from "../../shared/Problem.tsx";
import { EDIT_KEY_SETTINGS } from "../permissions.ts";
import { useApplySettings } from "./use-apply-settings.tsx";

interface KeySettingsFormProps {
  readonly settings: KeySettings;
  readonly etag: string | null;
}

export function KeySettingsForm({ settings, etag }: KeySettingsFormProps) {
  const { t } = useTranslation();
  const { account } = useAccess();
  const reason = usePermissionReason()(EDIT_KEY_SETTINGS);
  const { renewalMonths, enforcement } = settings;
  const [draft, setDraft] = useState<KeySettingsChange>({ renewalMonths, enforcement });
  const isChanged = draft.renewalMonths !== renewalMonths || draft.enforcement !== enforcement;
  const applySettings = useApplySettings(settings, etag);
  const apply = useMutation({ mutationFn: applySettings });
  const isReadOnly = reason !== undefined;

  return (
    <form
      className="key-settings"
      aria-label={t("keySettings.page")}
      onSubmit={(event) => {
        event.preventDefault();
        if (isChanged && !isReadOnly) apply.mutate(draft);
      }}
    >
      <RadioGroup
        label={t("keySettings.months")}
        description={t("keySettings.monthsAbout", { account: account.displayName })}
        options={[
          { id: "3", label: t("keySettings.months3") },
          { id: "6", label: t("keySettings.months6") },
        ]}
        value={draft.renewalMonths === 3 ? "3" : "6"}
        onChange={(months) => setDraft({ ...draft, renewalMonths: months === "3" ? 3 : 6 })}
        isReadOnly={isReadOnly}
      />
      <Switch
        isSelected={draft.enforcement === "expire"}
        onChange={(isOn) => setDraft({ ...draft, enforcement: isOn ? "expire" : "alert" })}
        description={t("keySettings.enforceAbout")}
        isReadOnly={isReadOnly}
      >
        {t("keySettings.enforce")}
      </Switch>
      {apply.error && <ProblemBanner error={apply.error} />}
      <div className="key-settings-apply">
        <Button
          variant="primary"
          type="submit"
          isPending={apply.isPending}
          disabledReason={reason ?? (isChanged ? undefined : t("keySettings.unchanged"))}
        >
          {t("keySettings.apply")}
        </Button>
      </div>
    </form>
  );
}
