import { Link } from "react-aria-components";
import { useTranslation } from "react-i18next";
import type { RoleUse } from "../../api/roles.ts";
import "./role-users.css";

/** Named of each kind; the rest is counted. */
const NAMED = 8;

interface RoleUsersProps {
  readonly use: RoleUse;
  /** Addresses of the lists of the keys that have it. */
  readonly hrefs?: { readonly generated: string; readonly external: string };
}

/** What has a role, each kind by number and name: "3 external keys of 2 companies". */
export function RoleUsers({ use, hrefs }: RoleUsersProps) {
  const { t } = useTranslation();
  const { counts } = use;
  const companies = t("roleUse.companies", { count: counts.companies });
  return (
    <ul className="role-users">
      <Kind
        title={t("roleUse.externalKeys", { count: counts.externalKeys, companies })}
        href={hrefs?.external}
        total={counts.externalKeys}
        names={use.externalKeys.map(({ key, name, owner }) => ({ id: key, name: owner.displayName, hint: name }))}
      />
      <Kind
        title={t("roleUse.keys", { count: counts.keys })}
        href={hrefs?.generated}
        total={counts.keys}
        names={use.keys.map(({ key, name }) => ({ id: key, name }))}
      />
      <Kind
        title={t("roleUse.users", { count: counts.users })}
        total={counts.users}
        names={use.users.map(({ id, name, email }) => ({ id, name, hint: email }))}
      />
      <Kind
        title={t("roleUse.invitations", { count: counts.invitations })}
        total={counts.invitations}
        names={use.invitations.map(({ id, email }) => ({ id, name: email }))}
      />
    </ul>
  );
}

interface KindProps {
  readonly title: string;
  readonly href?: string | undefined;
  readonly total: number;
  readonly names: readonly { readonly id: string; readonly name: string; readonly hint?: string }[];
}

function Kind({ title, href, total, names }: KindProps) {
  const { t } = useTranslation();
  if (total === 0) return null;
  const named = names.slice(0, NAMED);
  return (
    <li>
      <p className="role-users-title">{href === undefined ? title : <Link href={href}>{title}</Link>}</p>
      {named.length > 0 && (
        <ul className="role-users-names">
          {named.map(({ id, name, hint }) => (
            <li key={id}>
              <bdi>{name}</bdi>
              {hint !== undefined && hint !== name && <bdi className="role-users-hint">{hint}</bdi>}
            </li>
          ))}
          {total > named.length && <li>{t("roles.notHeldMore", { count: total - named.length })}</li>}
        </ul>
      )}
    </li>
  );
}
