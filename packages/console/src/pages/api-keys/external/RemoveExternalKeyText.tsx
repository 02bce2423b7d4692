import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ExternalKey } from "../../../api/external-keys.ts";
import { Rich } from "../../shared/Rich.tsx";
import { describeAgo } from "../../shared/Time.tsx";
import { roleInWords } from "../../shared/use-roles.ts";

interface RemoveExternalKeyTextProps {
  readonly externalKey: ExternalKey;
  /** Display name of the account that removes it. */
  readonly host: string;
}

/** What removing an external key breaks, and for whom. */
export function RemoveExternalKeyText({ externalKey, host }: RemoveExternalKeyTextProps) {
  const { t, i18n } = useTranslation();
  const [nowMs] = useState(() => Date.now());
  const { key, owner, roles, lastUsedAt } = externalKey;
  const roleNames = new Intl.ListFormat(i18n.language).format(roles.map((role) => roleInWords(t, role).name));
  return (
    <>
      <p>
        <Rich i18nKey="external.removeText" values={{ owner: owner.displayName, account: host, key }} />
      </p>
      {(roles.length > 0 || lastUsedAt !== null) && (
        <p>
          {roles.length > 0 && t("external.removeRoles", { roles: roleNames })}{" "}
          {lastUsedAt !== null && t("external.removeLastUsed", { when: describeAgo(lastUsedAt, nowMs, i18n.language) })}
        </p>
      )}
      <p>{t("external.removeElsewhere")}</p>
    </>
  );
}
