import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { keyHostsQuery } from "../../../api/use.ts";
import { Avatar } from "../../../ui/Avatar.tsx";
import { Skeleton } from "../../../ui/Skeleton.tsx";
import { useAccess } from "../../shared/access-context.ts";
import { describeUse } from "./token-words.ts";
import { useNow } from "../../shared/Time.tsx";

const SHOWN = 8;

/** Accounts that admitted a key, by name, and when it was last used there. Their number stands before the list. */
export function HostList({ apiKey }: { readonly apiKey: string }) {
  const { t, i18n } = useTranslation();
  const { account } = useAccess();
  const nowMs = useNow();
  const { data, isError } = useQuery(keyHostsQuery(account.name, apiKey));
  // That they couldn't be named stands in nobody's way.
  if (isError) return null;
  if (data === undefined) return <Skeleton width="60%" heightPixels={20} />;
  return (
    <>
      <ul className="host-list">
        {data.items.slice(0, SHOWN).map((host) => (
          <li key={host.account}>
            <Avatar kind="company" name={host.displayName} size="small" />
            <bdi>{host.displayName}</bdi>
            <span className="host-list-used">
              {describeUse(t, { lastUsedAt: host.lastUsedAt, lastNetwork: null }, nowMs, i18n.language)}
            </span>
          </li>
        ))}
      </ul>
      {data.total > SHOWN && (
        <p className="field-description">{t("renewToken.moreUsers", { count: data.total - SHOWN })}</p>
      )}
    </>
  );
}
