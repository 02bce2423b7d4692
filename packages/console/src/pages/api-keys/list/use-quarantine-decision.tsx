import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useToast } from "../../../ui/Toast.tsx";
import { useConfirm } from "../../shared/ConfirmProvider.tsx";
import { Rich } from "../../shared/Rich.tsx";

interface Quarantined {
  readonly key: string;
  readonly name: string;
}

interface Decision {
  /** Root of what is remembered of the list. */
  readonly listKey: readonly string[];
  readonly change: (key: string, status: "active" | "inactive") => Promise<unknown>;
}

/** Asks before a quarantined key works again or stays inactive for good, saying what that means; then does it. */
export function useQuarantineDecision({ change, listKey }: Decision) {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const toast = useToast();
  const queries = useQueryClient();

  async function decide(key: string, status: "active" | "inactive", message: string): Promise<void> {
    await change(key, status);
    await queries.invalidateQueries({ queryKey: listKey });
    toast(message);
  }

  return {
    release: ({ key, name }: Quarantined) =>
      confirm({
        title: t("quarantine.releaseTitle", { name }),
        body: (
          <p>
            <Rich i18nKey="quarantine.releaseText" values={{ key }} />
          </p>
        ),
        confirmLabel: t("quarantine.release"),
        tone: "primary",
        onConfirm: () => decide(key, "active", t("quarantine.released", { name })),
      }),

    keep: ({ key, name }: Quarantined) =>
      confirm({
        title: t("quarantine.keepTitle", { name }),
        body: (
          <p>
            <Rich i18nKey="quarantine.keepText" values={{ key }} />
          </p>
        ),
        confirmLabel: t("quarantine.keep"),
        tone: "primary",
        onConfirm: () => decide(key, "inactive", t("quarantine.kept", { name })),
      }),
  };
}
