import { useTranslation } from "react-i18next";
import { Link } from "react-aria-components";
import { paths } from "../../../paths.ts";
import { useAccess } from "../../shared/access-context.ts";
import type { KeyLookup } from "./use-key-lookup.ts";

/** Why the key in the field can't be added, although it is written right. */
export function LookupFault({ lookup }: { readonly lookup: KeyLookup }) {
  const { t } = useTranslation();
  const { account } = useAccess();
  switch (lookup.kind) {
    case "unknown":
      return t("addKey.unknown");
    case "own":
      return t("addKey.ownKey", { account: account.displayName });
    case "added":
      return (
        <>
          {t("addKey.alreadyAdded", { owner: lookup.found.owner.displayName, account: account.displayName })}{" "}
          <Link href={paths.keys(account.name, "external", { search: lookup.found.key })}>{t("addKey.showAdded")}</Link>
        </>
      );
    default:
      return null;
  }
}

/** Whether there is such a reason. */
export function isFaulty(lookup: KeyLookup): boolean {
  return lookup.kind === "unknown" || lookup.kind === "own" || lookup.kind === "added";
}
