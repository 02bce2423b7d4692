import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import {
  Button,
  Header,
  Menu,
  MenuItem,
  MenuSection,
  MenuTrigger,
  Popover,
  Separator,
  Text,
} from "react-aria-components";
import { useTranslation } from "react-i18next";
import { type AccountSummary, signOut, type User } from "../../api/session.ts";
import { paths } from "../../paths.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { Icon, type IconName } from "../../ui/Icon.tsx";
import { useToast } from "../../ui/Toast.tsx";
import { type Theme, useTheme } from "../theme.ts";
import { AccountSettingsSection } from "./AccountSettingsSection.tsx";
import { LanguageSection } from "./LanguageSection.tsx";
import { PlatformSection } from "./PlatformSection.tsx";
import "../../ui/menu.css";

interface UserMenuProps {
  readonly user: User;
  readonly accounts: readonly AccountSummary[];
  /** Whether the user is an operator, for whom there is the platform, too. */
  readonly isOperator: boolean;
  /** Name of the account that the page is about. */
  readonly current: string | undefined;
}

const THEMES = [
  { id: "system", label: "shell.themeSystem", icon: "monitor" },
  { id: "light", label: "shell.themeLight", icon: "sun" },
  { id: "dark", label: "shell.themeDark", icon: "moon" },
] as const satisfies readonly { id: Theme; label: string; icon: IconName }[];

/** The round avatar at the top right, and what hangs on it: who is signed in, their accounts, settings, the way out. */
export function UserMenu({ user, accounts, isOperator, current }: UserMenuProps) {
  const { t } = useTranslation();
  const { theme, chooseTheme } = useTheme();
  const leave = useSignOut();
  return (
    <MenuTrigger>
      <Button className="avatar-button" aria-label={t("shell.menu")}>
        <Avatar kind="person" name={user.email} />
      </Button>
      <Popover className="menu-popover user-menu" placement="bottom end" offset={6}>
        <div className="user-menu-who">
          <span className="user-menu-name">
            <bdi>{user.name}</bdi>
          </span>
          <span className="user-menu-email">{user.email}</span>
        </div>
        <Menu className="menu" aria-label={t("shell.menu")} autoFocus="first">
          <MenuItem id="profile" textValue={t("profile.page")} href={paths.profile()} className="menu-item">
            <Icon name="person" />
            <Text slot="label">{t("profile.page")}</Text>
          </MenuItem>
          {accounts.length > 0 && (
            <MenuSection
              className="menu-section user-menu-accounts"
              selectionMode="single"
              selectedKeys={current === undefined ? [] : [`account:${current}`]}
            >
              <Header className="menu-heading">{t("shell.switchAccount")}</Header>
              {accounts.map((account) => (
                <MenuItem
                  key={account.name}
                  id={`account:${account.name}`}
                  textValue={account.displayName}
                  href={paths.apiKeys(account.name)}
                  className="menu-item"
                >
                  <Avatar kind="company" name={account.displayName} size="small" />
                  <span className="menu-item-text">
                    <Text slot="label">{account.displayName}</Text>
                    {account.status === "suspended" && (
                      <Text slot="description" className="menu-item-description">
                        {t("shell.suspended")}
                      </Text>
                    )}
                  </span>
                  <Icon name="check" data-part="check" />
                </MenuItem>
              ))}
            </MenuSection>
          )}
          {current !== undefined && <AccountSettingsSection account={current} />}
          {isOperator && <PlatformSection />}
          <MenuSection
            className="menu-section"
            selectionMode="single"
            disallowEmptySelection
            selectedKeys={[theme]}
            shouldCloseOnSelect={false}
            onSelectionChange={(keys) => {
              const chosen = THEMES.find(({ id }) => keys !== "all" && keys.has(id));
              if (chosen) chooseTheme(chosen.id);
            }}
          >
            <Header className="menu-heading">{t("shell.theme")}</Header>
            {THEMES.map(({ id, label, icon }) => (
              <MenuItem key={id} id={id} textValue={t(label)} className="menu-item">
                <Icon name={icon} />
                <span className="menu-item-text">
                  <Text slot="label">{t(label)}</Text>
                </span>
                <Icon name="check" data-part="check" />
              </MenuItem>
            ))}
          </MenuSection>
          <LanguageSection />
          <Separator className="menu-separator" />
          <MenuItem id="sign-out" textValue={t("shell.signOut")} onAction={leave} className="menu-item">
            <Icon name="signOut" />
            <Text slot="label">{t("shell.signOut")}</Text>
          </MenuItem>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

function useSignOut(): () => void {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const router = useRouter();
  const toast = useToast();
  const { mutate } = useMutation({
    mutationFn: () => signOut(queries),
    onSuccess: () => router.navigate({ href: paths.signIn() }),
    onError: () => toast(t("shell.signOutFailed")),
  });
  return () => mutate();
}
