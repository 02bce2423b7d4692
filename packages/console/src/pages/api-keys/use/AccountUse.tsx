import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Catalog } from "../../../api/catalog.ts";
import type { KeyHost, UseCount } from "../../../api/use.ts";
import { Avatar } from "../../../ui/Avatar.tsx";
import { ExpandButton } from "../../../ui/ExpandButton.tsx";
import { Ago, Day } from "../../shared/Time.tsx";
import { ResourceList } from "../roles/ResourceList.tsx";

interface AccountUseProps {
  /** Display name of the account. */
  readonly name: string;
  /** Where it is an account that admitted the key, and not the one that owns it. */
  readonly host?: KeyHost;
  /** Absent where nothing was counted. */
  readonly count: UseCount | undefined;
  readonly catalog: Catalog;
}

/** How a key is used in one account, and, where that admitted it, since when and what it may do there. */
export function AccountUse({ name, host, count, catalog }: AccountUseProps) {
  const { t } = useTranslation();
  const [isExpanded, setExpanded] = useState(false);
  const listId = useId();
  const permissions = t("roles.permissions", { count: host?.resources.length ?? 0 });
  return (
    <li className="use-account">
      <Avatar kind="company" name={name} size="small" />
      <div className="use-account-lines">
        <bdi className="use-account-name">{name}</bdi>
        <span className="use-account-soft">
          <UseWords count={count} />
        </span>
        {host && (
          <>
            <span className="use-account-soft">
              {t("use.since")} <Day at={host.since} />
              {host.lastUsedAt !== null && (
                <>
                  <span className="key-cell-dot" aria-hidden="true" />
                  {t("use.last")} <Ago at={host.lastUsedAt} />
                </>
              )}
            </span>
            {host.resources.length === 0 ? (
              <span className="use-account-soft">{t("use.mayNothing")}</span>
            ) : (
              <>
                <ExpandButton
                  label={t("use.mayIn", { permissions, account: name })}
                  isExpanded={isExpanded}
                  onToggle={() => setExpanded(!isExpanded)}
                  controls={listId}
                >
                  {permissions}
                </ExpandButton>
                <div id={listId} hidden={!isExpanded}>
                  {isExpanded && <ResourceList catalog={catalog} resources={host.resources} />}
                </div>
              </>
            )}
          </>
        )}
      </div>
    </li>
  );
}

/** "1,204 requests allowed, 3 refused", or that there were none. */
function UseWords({ count }: { readonly count: UseCount | undefined }) {
  const { t, i18n } = useTranslation();
  if (!count) return t("use.none");
  const number = new Intl.NumberFormat(i18n.language);
  const words = [
    [count.allowed, "use.allowedCount"],
    [count.refusedByHost, "use.refusedByHost"],
    [count.refusedByOwner, "use.refusedByOwner"],
  ] as const;
  return words
    .filter(([times]) => times > 0)
    .map(([times, wording]) => t(wording, { count: times, times: number.format(times) }))
    .join(" · ");
}
