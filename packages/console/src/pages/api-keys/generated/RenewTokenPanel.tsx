import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type GeneratedKey, generatedKeyQuery, generatedKeysKey, renewToken } from "../../../api/generated-keys.ts";
import { tokenStateOf } from "../../../api/key-token.ts";
import { Banner } from "../../../ui/Banner.tsx";
import { useAccess, usePermissionReason } from "../../shared/access-context.ts";
import { FormPanel } from "../../shared/FormPanel.tsx";
import { ProblemBanner } from "../../shared/Problem.tsx";
import { Rich } from "../../shared/Rich.tsx";
import { useNow } from "../../shared/Time.tsx";
import { EditPanelLoading } from "../../shared/EditPanel.tsx";
import { RENEW_TOKENS } from "../permissions.ts";
import { useIsBeyond } from "../roles/use-is-beyond.ts";
import { HostList } from "./HostList.tsx";
import { describeToken } from "./token-words.ts";
import { useRenewedToken } from "./use-renewed-token.tsx";
import { renewReason } from "./generated-key-actions.ts";
import "../../shared/panel-form.css";
import "./renew-token-panel.css";

interface RenewTokenPanelProps {
  /** The key string. */
  readonly apiKey: string;
  readonly onClose: () => void;
}

/** Says what renewing a key's token means and for whom, does it, and then shows the link to the new token. */
export function RenewTokenPanel({ apiKey, onClose }: RenewTokenPanelProps) {
  const { t } = useTranslation();
  const { account } = useAccess();
  const queries = useQueryClient();
  const permissionReason = usePermissionReason()(RENEW_TOKENS);
  const isBeyond = useIsBeyond(permissionReason === undefined);
  const opened = useQuery(generatedKeyQuery(account.name, apiKey));
  const renew = useMutation({
    mutationFn: () => renewToken(account.name, apiKey),
    // The answer holds the link: forget it with this panel.
    gcTime: 0,
    onSuccess: () => void queries.invalidateQueries({ queryKey: generatedKeysKey(account.name) }),
  });

  const renewed = useRenewedToken(renew.data, onClose);
  const key = opened.data?.generatedKey;
  const reason =
    permissionReason ?? (key && (renewReason(t, key) ?? (isBeyond(key) ? t("generated.renewNotHeld") : undefined)));
  return (
    <FormPanel
      title={t("renewToken.title")}
      subtitle={renew.data?.name ?? key?.name ?? apiKey}
      submitLabel={t("renewToken.submit")}
      submit={() => renew.mutate()}
      isPending={renew.isPending}
      disabledReason={reason ?? (key ? undefined : t("common.loading"))}
      outcome={renewed}
      onClose={onClose}
    >
      {key ? (
        <div className="panel-form">
          {reason !== undefined && (
            <Banner tone="info">
              <p>{reason}</p>
            </Banner>
          )}
          {renewReason(t, key) === undefined && <RenewalExplained generatedKey={key} />}
          {renew.error && <ProblemBanner error={renew.error} />}
        </div>
      ) : (
        <EditPanelLoading error={opened.error} onRetry={() => void opened.refetch()} />
      )}
    </FormPanel>
  );
}

/** What will happen, what the old token is like, and who depends on it. */
function RenewalExplained({ generatedKey }: { readonly generatedKey: GeneratedKey }) {
  const { t, i18n } = useTranslation();
  const { account } = useAccess();
  const nowMs = useNow();
  const { key } = generatedKey;
  const state = tokenStateOf(generatedKey);
  return (
    <>
      <ol className="renew-steps">
        <li>
          <Rich i18nKey={state.kind === "none" ? "renewToken.madeFirst" : "renewToken.made"} values={{ key }} />
        </li>
        <li>{t("renewToken.delivered")}</li>
        {state.kind !== "none" && <li>{t("renewToken.deleted")}</li>}
      </ol>
      {state.kind === "single" && (
        <section className="form-field">
          <h3>{t("renewToken.oldHeading")}</h3>
          <p className="renew-fact">{describeToken(t, state.token, nowMs, i18n.language)}</p>
        </section>
      )}
      <section className="form-field">
        <h3>{t("renewToken.usersHeading")}</h3>
        <p>
          <Rich i18nKey="renewToken.users" count={generatedKey.hostCount} values={{ account: account.displayName }} />
        </p>
        {generatedKey.hostCount > 0 && <HostList apiKey={key} />}
      </section>
    </>
  );
}
