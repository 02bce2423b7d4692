import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { externalKeyListQuery } from "../../../api/external-keys.ts";
import { generatedKeyListQuery } from "../../../api/generated-keys.ts";
import { Skeleton } from "../../../ui/Skeleton.tsx";
import { describeAgo, useNow } from "../../shared/Time.tsx";

/** Most keys that are looked at for who admitted them and when they were used: more are only counted. */
const KEYS_MAX = 200;

/** What hangs on an account being active: its keys, where else they are used, and the external keys that it added. */
export function AccountReach({ account }: { readonly account: string }) {
  const { t, i18n } = useTranslation();
  const nowMs = useNow();
  const own = useQuery(generatedKeyListQuery(account, { limit: KEYS_MAX, sort: "-createdAt", status: "active" }));
  const external = useQuery(externalKeyListQuery(account, { limit: KEYS_MAX, sort: "-addedAt", status: "active" }));
  // It adds to what is asked, and asking goes on without it.
  if (own.isError || external.isError) return null;
  if (own.data === undefined || external.data === undefined) return <Skeleton width="80%" heightPixels={40} />;

  const hosts = own.data.items.reduce((sum, { hostCount }) => sum + hostCount, 0);
  const lastUsedAt = [...own.data.items, ...external.data.items]
    .flatMap(({ lastUsedAt }) => lastUsedAt ?? [])
    .toSorted()
    .at(-1);
  const facts = [
    t("accounts.reachKeys", { count: own.data.total }),
    hosts > 0 && t("accounts.reachHosts", { count: hosts }),
    t("accounts.reachExternal", { count: external.data.total }),
    lastUsedAt === undefined
      ? t("accounts.reachUnused")
      : t("accounts.reachUsed", { when: describeAgo(lastUsedAt, nowMs, i18n.language) }),
  ].filter((fact) => fact !== false);
  return (
    <ul className="account-reach">
      {facts.map((fact) => (
        <li key={fact}>{fact}</li>
      ))}
    </ul>
  );
}
