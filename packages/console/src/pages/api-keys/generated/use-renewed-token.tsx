import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { deleteOldToken, type GeneratedKey, generatedKeysKey, type KeyWithLink } from "../../../api/generated-keys.ts";
import { type KeyToken, tokenStateOf } from "../../../api/key-token.ts";
import { Button } from "../../../ui/Button.tsx";
import { RadioGroup } from "../../../ui/RadioGroup.tsx";
import type { PanelOutcome } from "../../shared/FormPanel.tsx";
import { useToast } from "../../../ui/Toast.tsx";
import { useAccess } from "../../shared/access-context.ts";
import { ProblemBanner } from "../../shared/Problem.tsx";
import { useOnceGuard } from "../../shared/use-once-guard.tsx";
import { OldTokenUse } from "./OldTokenUse.tsx";
import { TokenLink } from "./TokenLink.tsx";
import "../../shared/panel-form.css";

/**
 * The one time that the link to a renewed token is shown, and the question what becomes of the old one. Whoever closes it
 * without an answer has chosen Later; it isn't left by accident before the link is copied.
 *
 * It is content for the panel that renewed, and no panel of its own: one that took another's place would not know where the
 * focus was before.
 *
 * @param renewedKey undefined until the token is renewed
 */
export function useRenewedToken(renewedKey: KeyWithLink | undefined, onClose: () => void): PanelOutcome | undefined {
  const { t } = useTranslation();
  const [isSafe, setSafe] = useState(false);
  const [choice, setChoice] = useState<"later" | "now">("later");
  const complete = useComplete(onClose);
  const state = renewedKey && tokenStateOf(renewedKey);
  useOnceGuard({
    isSafe: isSafe || renewedKey === undefined,
    title: t("tokenLink.leaveTitle"),
    text: t(state?.kind === "renewal" ? "renewToken.leaveText" : "renewToken.leaveFirstText", {
      name: renewedKey?.name ?? "",
    }),
    confirmLabel: t("tokenLink.leaveConfirm"),
    cancelLabel: t("tokenLink.leaveCancel"),
  });
  if (renewedKey === undefined) return undefined;

  return {
    title: t("renewToken.doneTitle"),
    isDismissable: isSafe && !complete.isPending,
    footer:
      state?.kind === "renewal" ? (
        <Button
          variant="primary"
          isPending={complete.isPending}
          onPress={() => (choice === "now" ? complete.mutate(renewedKey) : onClose())}
        >
          {t("renewToken.complete")}
        </Button>
      ) : (
        <Button variant={isSafe ? "primary" : "secondary"} onPress={onClose}>
          {t("common.close")}
        </Button>
      ),
    body: (
      <div className="panel-form">
        <TokenLink link={renewedKey.tokenLink} onCopied={() => setSafe(true)} />
        {state?.kind === "renewal" && (
          <DeletionChoice oldToken={state.old} value={choice} onChange={setChoice} isDisabled={complete.isPending} />
        )}
        {complete.error && <ProblemBanner error={complete.error} />}
      </div>
    ),
  };
}

interface DeletionChoiceProps {
  readonly oldToken: KeyToken;
  readonly value: "later" | "now";
  readonly onChange: (value: "later" | "now") => void;
  readonly isDisabled: boolean;
}

function DeletionChoice({ oldToken, value, onChange, isDisabled }: DeletionChoiceProps) {
  const { t } = useTranslation();
  return (
    <div className="form-field">
      <RadioGroup
        label={t("renewToken.deletion")}
        value={value}
        onChange={onChange}
        isDisabled={isDisabled}
        options={[
          { id: "later", label: t("renewToken.later"), description: t("renewToken.laterText") },
          { id: "now", label: t("renewToken.now"), description: t("renewToken.nowText") },
        ]}
      />
      {value === "now" && <OldTokenUse token={oldToken} />}
      <p className="field-description">{t("renewToken.closing")}</p>
    </div>
  );
}

function useComplete(onDone: () => void) {
  const { t } = useTranslation();
  const { account } = useAccess();
  const queries = useQueryClient();
  const toast = useToast();
  return useMutation({
    mutationFn: ({ key }: GeneratedKey) => deleteOldToken(account.name, key),
    onSuccess: async (changed, { name }) => {
      await queries.invalidateQueries({ queryKey: generatedKeysKey(account.name) });
      const isPending = tokenStateOf(changed).kind === "renewal";
      toast(t(isPending ? "renewToken.deletionWaits" : "generated.oldTokenDeleted", { name }));
      onDone();
    },
  });
}
