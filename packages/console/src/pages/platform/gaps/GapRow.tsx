import { Link } from "react-aria-components";
import { useTranslation } from "react-i18next";
import type { KeyGap } from "../../../api/gaps.ts";
import { paths } from "../../../paths.ts";
import { StatusPill } from "../../../ui/Badge.tsx";
import { Cell, Row } from "../../../ui/Table.tsx";
import { RoleChips } from "../../api-keys/list/RoleChips.tsx";

/** A key and where it is used; each leads to where its roles are changed. */
export function GapRow({ gap }: { readonly gap: KeyGap }) {
  const { t, i18n } = useTranslation();
  const { account, displayName, external, key, lastUsedOn, name, owner, roles, status, uses } = gap;
  const lastUsed = new Intl.DateTimeFormat(i18n.language, { dateStyle: "medium", timeZone: "UTC" });
  return (
    <Row>
      <Cell kind="header">
        <span className="key-cell-lines">
          <Link href={paths.editKey(account, external ? "external" : "generated", key)} className="key-cell-title">
            <code>{key}</code>
          </Link>
          <span className="key-cell-names">
            {external && (
              <>
                <bdi>{owner.displayName}</bdi>
                {name !== owner.displayName && <span className="key-cell-dot" aria-hidden="true" />}
              </>
            )}
            {!(external && name === owner.displayName) && (
              <bdi {...(external && { className: "key-cell-own-name" })}>{name}</bdi>
            )}
          </span>
        </span>
      </Cell>
      <Cell label={t("gaps.columnAccount")}>
        <span className="key-cell-lines">
          <Link href={paths.apiKeys(account)} className="key-cell-title">
            <bdi>{displayName}</bdi>
          </Link>
          <code className="key-cell-soft">{account}</code>
        </span>
      </Cell>
      <Cell label={t("generated.columnRoles")} isWide>
        <RoleChips
          roles={roles.map((id) => ({ id, name: id }))}
          holder={t("gaps.roleIn", { key, account: displayName })}
        />
      </Cell>
      <Cell label={t("gaps.columnUses")}>{new Intl.NumberFormat(i18n.language).format(uses)}</Cell>
      <Cell label={t("gaps.columnLastUsed")}>
        <span className="key-cell-lines">
          <time dateTime={lastUsedOn}>{lastUsed.format(new Date(lastUsedOn))}</time>
          {status === "inactive" && <StatusPill tone="neutral">{t("list.inactive")}</StatusPill>}
        </span>
      </Cell>
    </Row>
  );
}
