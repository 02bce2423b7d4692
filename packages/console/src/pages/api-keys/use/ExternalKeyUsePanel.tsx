import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { externalKeyUseQuery, type UseCount } from "../../../api/use.ts";
import { useAccess, useResourceName } from "../../shared/access-context.ts";
import { UseChart } from "./UseChart.tsx";
import { UsePanel } from "./UsePanel.tsx";

interface ExternalKeyUsePanelProps {
  /** The key string. */
  readonly apiKey: string;
  readonly onClose: () => void;
}

/** What another company's key is used for in this account. */
export function ExternalKeyUsePanel({ apiKey, onClose }: ExternalKeyUsePanelProps) {
  const { t, i18n } = useTranslation();
  const { account } = useAccess();
  const byResource = useQuery(externalKeyUseQuery(account.name, apiKey, "resource"));
  const byDay = useQuery(externalKeyUseQuery(account.name, apiKey, "day"));
  const nameOf = useResourceName();
  const queries = [byResource, byDay];
  const number = new Intl.NumberFormat(i18n.language);
  const refusedOf = (item: UseCount) => item.refusedByHost + item.refusedByOwner;
  return (
    <UsePanel
      title={t("use.externalTitle", { account: account.displayName })}
      apiKey={apiKey}
      onClose={onClose}
      error={queries.find((query) => query.error)?.error ?? null}
      onRetry={() => queries.forEach((query) => void query.refetch())}
    >
      {byResource.data && byDay.data && (
        <>
          <UseChart report={byDay.data} />
          {byResource.data.items.length === 0 ? (
            <p className="field-description">{t("use.noneIn", { account: account.displayName })}</p>
          ) : (
            <table className="use-resources">
              <caption className="visually-hidden">{t("use.byResource")}</caption>
              <thead>
                <tr>
                  <th scope="col">{t("use.resource")}</th>
                  <th scope="col">{t("use.allowedColumn")}</th>
                  <th scope="col">{t("use.refusedColumn")}</th>
                </tr>
              </thead>
              <tbody>
                {byResource.data.items.map((item) => (
                  <tr key={item.resource ?? ""}>
                    <th scope="row">
                      {item.resource === null || item.resource === undefined ? (
                        t("use.anyResource")
                      ) : (
                        <>
                          {nameOf(item.resource)} <code>{item.resource}</code>
                        </>
                      )}
                    </th>
                    <td>{number.format(item.allowed)}</td>
                    <td data-tone={refusedOf(item) > 0 ? "refused" : undefined}>{number.format(refusedOf(item))}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </>
      )}
    </UsePanel>
  );
}
