import { LatchkeyError } from "@latchkey/sdk/latchkey-error";
import { useTranslation } from "react-i18next";
import { paths } from "../../paths.ts";
import { LinkButton } from "../../ui/LinkButton.tsx";

/** What the page is called then. */
export const END_TITLES = {
  INVITATION_USED: "join.usedTitle",
  INVITATION_EXPIRED: "join.expiredTitle",
  INVITATION_VOID: "join.voidTitle",
  UNKNOWN_INVITATION: "join.unknownTitle",
} as const;

const END_TEXTS = {
  INVITATION_USED: "join.used",
  INVITATION_EXPIRED: "join.expired",
  INVITATION_VOID: "join.void",
  UNKNOWN_INVITATION: "join.unknown",
} as const satisfies Record<keyof typeof END_TITLES, string>;

type EndOfInvitation = LatchkeyError & { readonly code: keyof typeof END_TITLES };

/** Whether an error says that this link lets nobody in, however often it is tried. */
export function isEndOfInvitation(error: Error): error is EndOfInvitation {
  return error instanceof LatchkeyError && Object.hasOwn(END_TITLES, error.code);
}

/** Why a link lets nobody in, and what to do about it. */
export function EndedInvitation({ error }: { readonly error: EndOfInvitation }) {
  const { t } = useTranslation();
  return (
    <>
      <p>{t(END_TEXTS[error.code])}</p>
      {error.code === "INVITATION_USED" ? (
        <LinkButton href={paths.home()}>{t("join.toConsole")}</LinkButton>
      ) : (
        <p>{t("credentials.askAgain")}</p>
      )}
    </>
  );
}
