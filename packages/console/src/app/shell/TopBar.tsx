import { Link } from "react-aria-components";
import { useTranslation } from "react-i18next";
import type { AccountSummary, Session } from "../../api/session.ts";
import { paths } from "../../paths.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { ProductMark } from "../../ui/Icon.tsx";
import { UserMenu } from "./UserMenu.tsx";

interface TopBarProps {
  readonly session: Session;
  readonly account: AccountSummary | undefined;
}

export function TopBar({ session, account }: TopBarProps) {
  const { t } = useTranslation();
  return (
    <header className="top-bar">
      <Link href={paths.home()} className="top-bar-home" aria-label={t("common.home")}>
        <ProductMark />
        <span className="top-bar-product">{t("common.product")}</span>
      </Link>
      {account && (
        <p className="top-bar-account">
          <Avatar kind="company" name={account.displayName} size="small" />
          <bdi className="top-bar-account-name">{account.displayName}</bdi>
        </p>
      )}
      <span className="top-bar-end">
        {session.user && (
          <UserMenu
            user={session.user}
            accounts={session.accounts}
            isOperator={session.operator}
            current={account?.name}
          />
        )}
      </span>
    </header>
  );
}
