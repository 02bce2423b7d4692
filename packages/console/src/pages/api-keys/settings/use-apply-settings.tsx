import { LatchkeyError } from "@latchkey/sdk/latchkey-error";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { generatedKeysKey } from "../../../api/generated-keys.ts";
import {
  changeKeySettings,
  type KeySettings,
  type KeySettingsChange,
  keySettingsQuery,
} from "../../../api/key-settings.ts";
import { useToast } from "../../../ui/Toast.tsx";
import { useAccess } from "../../shared/access-context.ts";
import { useConfirm } from "../../shared/ConfirmProvider.tsx";
import { Rich } from "../../shared/Rich.tsx";

/** Applies other settings; where tokens stop working or work again by that, says first which, by what holds now. */
export function useApplySettings(settings: KeySettings, etag: string | null) {
  const { t } = useTranslation();
  const { account } = useAccess();
  const confirm = useConfirm();
  const toast = useToast();
  const queries = useQueryClient();

  async function save(change: KeySettingsChange): Promise<void> {
    try {
      await changeKeySettings(account.name, change, etag);
    } catch (error) {
      if (!(error instanceof LatchkeyError) || error.code !== "PRECONDITION_FAILED") throw error;
      await queries.invalidateQueries({ queryKey: keySettingsQuery(account.name).queryKey });
      throw new LatchkeyError({ status: 412, code: "SETTINGS_CHANGED", detail: t("keySettings.changedMeanwhile") });
    }
    await queries.invalidateQueries({ queryKey: generatedKeysKey(account.name) });
    toast(t("keySettings.applied"));
  }

  return async (change: KeySettingsChange): Promise<void> => {
    if (change.enforcement === "alert" && settings.enforcement === "alert") return save(change);
    const { settings: now } = await queries.query({ ...keySettingsQuery(account.name), staleTime: 0 });
    const { wouldExpire } = now.counts;
    const stoppedBefore = settings.enforcement === "expire" ? wouldExpire[settings.renewalMonths] : 0;
    if (change.enforcement === "alert") {
      confirm({
        title: t("keySettings.reviveTitle"),
        body: (
          <>
            <p>
              <Rich i18nKey="keySettings.revived" count={stoppedBefore} />
            </p>
            <p>{t("keySettings.reviveText")}</p>
          </>
        ),
        confirmLabel: t("keySettings.reviveConfirm"),
        tone: "primary",
        onConfirm: () => save(change),
      });
      return;
    }
    const months = change.renewalMonths;
    const revived = Math.max(0, stoppedBefore - wouldExpire[months]);
    confirm({
      title: t("keySettings.enforceTitle", { count: months }),
      body: (
        <>
          <StoppedKeys now={now} months={months} />
          {revived > 0 && (
            <p>
              <Rich i18nKey="keySettings.revived" count={revived} />
            </p>
          )}
          <p>{t("keySettings.enforceText", { count: months })}</p>
        </>
      ),
      confirmLabel: t("keySettings.enforceConfirm"),
      onConfirm: () => save(change),
    });
  };
}

/** Which keys have no token that works once tokens live for so many months. */
function StoppedKeys({ now, months }: { readonly now: KeySettings; readonly months: 3 | 6 }) {
  const { t } = useTranslation();
  const count = now.counts.wouldExpire[months];
  const first = now.wouldExpireFirst[months];
  return (
    <>
      <p>
        <Rich i18nKey="keySettings.stopped" count={count} />
      </p>
      {count > 0 && (
        <ul className="key-names">
          {first.map(({ key, name }) => (
            <li key={key}>
              <bdi>{name}</bdi> <code>{key}</code>
            </li>
          ))}
          {count > first.length && <li>{t("keySettings.more", { count: count - first.length })}</li>}
        </ul>
      )}
    </>
  );
}
