import { LatchkeyError } from "@latchkey/sdk/latchkey-error";
import { useTranslation } from "react-i18next";

/** What the page is called then. */
export const END_TITLES = {
  RESET_USED: "resetPassword.usedTitle",
  RESET_EXPIRED: "resetPassword.expiredTitle",
  UNKNOWN_RESET: "resetPassword.unknownTitle",
} as const;

const END_TEXTS = {
  RESET_USED: "resetPassword.used",
  RESET_EXPIRED: "resetPassword.expired",
  UNKNOWN_RESET: "resetPassword.unknown",
} as const satisfies Record<keyof typeof END_TITLES, string>;

type EndOfReset = LatchkeyError & { readonly code: keyof typeof END_TITLES };

/** Whether an error says that this link sets no password, however often it is tried. */
export function isEndOfReset(error: Error): error is EndOfReset {
  return error instanceof LatchkeyError && Object.hasOwn(END_TITLES, error.code);
}

/** Why a link sets no password, and what to do about it. */
export function EndedReset({ error }: { readonly error: EndOfReset }) {
  const { t } = useTranslation();
  return (
    <>
      <p>{t(END_TEXTS[error.code])}</p>
      <p>{t("credentials.askAgain")}</p>
    </>
  );
}
