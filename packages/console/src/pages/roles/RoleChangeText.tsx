import { useTranslation } from "react-i18next";
import type { RoleUse } from "../../api/roles.ts";
import { useResourceName } from "../shared/access-context.ts";
import { Rich } from "../shared/Rich.tsx";
import { type RoleDifference, totalUses } from "./role-difference.ts";
import { RoleUsers } from "./RoleUsers.tsx";

const NAMED = 6;

interface RoleChangeTextProps {
  readonly use: RoleUse;
  readonly difference: RoleDifference;
}

/** What has the role gains and loses by a change, and who that is. */
export function RoleChangeText({ use, difference: { gained, lost } }: RoleChangeTextProps) {
  const { t, i18n } = useTranslation();
  const { counts } = use;
  const who = [
    counts.externalKeys > 0 &&
      t("roleUse.externalKeys", {
        count: counts.externalKeys,
        companies: t("roleUse.companies", { count: counts.companies }),
      }),
    counts.keys > 0 && t("roleUse.keys", { count: counts.keys }),
    counts.users > 0 && t("roleUse.users", { count: counts.users }),
    counts.invitations > 0 && t("roleUse.invitations", { count: counts.invitations }),
  ].filter((part) => part !== false);
  const holders = new Intl.ListFormat(i18n.language).format(who);
  const total = totalUses(counts);
  return (
    <>
      {gained.length > 0 && (
        <div>
          <p>
            <Rich i18nKey="roleChange.gain" count={total} values={{ holders }} />
          </p>
          <Resources resources={gained} />
        </div>
      )}
      {lost.length > 0 && (
        <div>
          <p>
            <Rich i18nKey="roleChange.lose" count={total} values={{ holders }} />
          </p>
          <Resources resources={lost} />
        </div>
      )}
      <RoleUsers use={use} />
    </>
  );
}

function Resources({ resources }: { readonly resources: readonly string[] }) {
  const { t } = useTranslation();
  const nameOf = useResourceName();
  const more = resources.length - NAMED;
  return (
    <ul className="role-change-list">
      {resources.slice(0, NAMED).map((key) => (
        <li key={key}>
          {nameOf(key)} <code>{key}</code>
        </li>
      ))}
      {more > 0 && <li>{t("roles.notHeldMore", { count: more })}</li>}
    </ul>
  );
}
