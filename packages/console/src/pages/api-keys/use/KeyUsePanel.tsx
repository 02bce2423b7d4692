import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useCatalog } from "../../shared/use-catalog.ts";
import { type KeyHost, keyHostsQuery, keyUseQuery, type UseCount } from "../../../api/use.ts";
import { useAccess } from "../../shared/access-context.ts";
import { AccountUse } from "./AccountUse.tsx";
import { UseChart } from "./UseChart.tsx";
import { UsePanel } from "./UsePanel.tsx";

interface KeyUsePanelProps {
  /** The key string. */
  readonly apiKey: string;
  readonly onClose: () => void;
}

/** Which accounts admitted one of the account's own keys, what it may do there, and how it is used. */
export function KeyUsePanel({ apiKey, onClose }: KeyUsePanelProps) {
  const { t } = useTranslation();
  const { account } = useAccess();
  const hosts = useQuery(keyHostsQuery(account.name, apiKey));
  const byAccount = useQuery(keyUseQuery(account.name, apiKey, "account"));
  const byDay = useQuery(keyUseQuery(account.name, apiKey, "day"));
  const { data: catalog } = useCatalog();
  const queries = [hosts, byAccount, byDay];
  return (
    <UsePanel
      title={t("use.title")}
      apiKey={apiKey}
      onClose={onClose}
      error={queries.find((query) => query.error)?.error ?? null}
      onRetry={() => queries.forEach((query) => void query.refetch())}
    >
      {hosts.data && byAccount.data && byDay.data && catalog && (
        <>
          <UseChart report={byDay.data} />
          <section className="form-field">
            <h3 className="use-heading">{t("use.here", { account: account.displayName })}</h3>
            <ul className="use-accounts">
              <AccountUse
                name={account.displayName}
                count={countOf(byAccount.data.items, account.name)}
                catalog={catalog}
              />
            </ul>
          </section>
          <section className="form-field">
            <h3 className="use-heading">{t("use.hosts", { count: hosts.data.total })}</h3>
            {hosts.data.total === 0 && <p className="field-description">{t("use.noHosts")}</p>}
            <ul className="use-accounts">
              {hosts.data.items.map((host: KeyHost) => (
                <AccountUse
                  key={host.account}
                  name={host.displayName}
                  host={host}
                  count={countOf(byAccount.data.items, host.account)}
                  catalog={catalog}
                />
              ))}
            </ul>
            {hosts.data.total > hosts.data.items.length && (
              <p className="field-description">
                {t("use.moreHosts", { count: hosts.data.total - hosts.data.items.length })}
              </p>
            )}
          </section>
        </>
      )}
    </UsePanel>
  );
}

function countOf(items: readonly UseCount[], account: string): UseCount | undefined {
  return items.find((item) => item.account === account);
}
