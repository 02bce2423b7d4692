import type { ParseKeys } from "i18next";
import { paths } from "../paths.ts";
import type { IconName } from "../ui/Icon.tsx";

/** A page of the operators' area. */
interface PlatformPage {
  readonly id: string;
  readonly labelKey: ParseKeys;
  readonly icon: IconName;
  /** The addresses of what it opens begin with it. */
  readonly href: string;
}

/** The pages of *Platform*, in the order of the menu and of the navigation. */
export const PLATFORM_PAGES: readonly PlatformPage[] = [
  { id: "platform-accounts", labelKey: "accounts.title", icon: "building", href: paths.accounts() },
  { id: "platform-operators", labelKey: "operators.title", icon: "person", href: paths.operators() },
  { id: "platform-service-keys", labelKey: "serviceKeys.title", icon: "key", href: paths.serviceKeys() },
  { id: "platform-gaps", labelKey: "gaps.title", icon: "shield", href: paths.gaps() },
  { id: "platform-log", labelKey: "platformLog.title", icon: "list", href: paths.platformLog() },
];
