import { LatchkeyError } from "@latchkey/sdk/latchkey-error";
import { useTranslation } from "react-i18next";
import { Banner } from "../../ui/Banner.tsx";
import { describeTime } from "../shared/Time.tsx";

const ENDS = ["LINK_USED", "LINK_EXPIRED", "LINK_VOID", "LINK_NOT_BACKED", "UNKNOWN_LINK"] as const;

/** What the page is called then. */
export const END_TITLES = {
  LINK_USED: "credentials.usedTitle",
  LINK_EXPIRED: "credentials.expiredTitle",
  LINK_VOID: "credentials.voidTitle",
  LINK_NOT_BACKED: "credentials.notBackedTitle",
  UNKNOWN_LINK: "credentials.unknownTitle",
} as const satisfies Record<(typeof ENDS)[number], string>;

type EndOfLink = LatchkeyError & { readonly code: (typeof ENDS)[number] };

/** Whether an error says that this link opens nothing, however often it is tried. */
export function isEndOfLink(error: Error): error is EndOfLink {
  return error instanceof LatchkeyError && ENDS.some((code) => code === error.code);
}

/** Why a link opens nothing, and what to do about it. */
export function EndedLink({ error }: { readonly error: EndOfLink }) {
  const { t, i18n } = useTranslation();
  switch (error.code) {
    case "LINK_USED":
      return (
        <>
          <p>
            {error.at === undefined
              ? t("credentials.used")
              : t("credentials.usedAt", { at: describeTime(error.at, i18n.language) })}
          </p>
          <p>{t("credentials.usedByYou")}</p>
          <Banner tone="danger" title={t("credentials.usedByOthersTitle")}>
            <p>{t("credentials.usedByOthers")}</p>
          </Banner>
        </>
      );
    case "LINK_EXPIRED":
      return (
        <>
          <p>{t("credentials.expired")}</p>
          <p>{t("credentials.askAgain")}</p>
        </>
      );
    case "LINK_VOID":
      return (
        <>
          <p>{t("credentials.void")}</p>
          <p>{t("credentials.askAgain")}</p>
        </>
      );
    case "LINK_NOT_BACKED":
      return (
        <>
          <p>{t("credentials.notBacked")}</p>
          <p>{t("credentials.askAgain")}</p>
        </>
      );
    case "UNKNOWN_LINK":
      return (
        <>
          <p>{t("credentials.unknown")}</p>
          <p>{t("credentials.askAgain")}</p>
        </>
      );
  }
}

interface UnreadableLinkProps {
  /** Whether there is a secret, but not a whole one. */
  readonly isCut: boolean;
}

/** The address has no secret, or half of one: the link was cut, or the page was loaded again, which keeps no secret. */
export function UnreadableLink({ isCut }: UnreadableLinkProps) {
  const { t } = useTranslation();
  return (
    <>
      <p>{isCut ? t("credentials.cut") : t("credentials.missing")}</p>
      <p>{t("credentials.openWhole")}</p>
    </>
  );
}
