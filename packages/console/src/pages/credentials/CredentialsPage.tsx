import { isSecret } from "@latchkey/sdk/credential-format";
import { LatchkeyError } from "@latchkey/sdk/latchkey-error";
import { useMutation } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { revealToken } from "../../api/token-links.ts";
import { Button } from "../../ui/Button.tsx";
import { forgetLinkSecret, useLinkSecret } from "../shared/link-secret.ts";
import { ProblemBanner } from "../shared/Problem.tsx";
import { END_TITLES, EndedLink, isEndOfLink, UnreadableLink } from "./EndedLink.tsx";
import { LinkCard } from "./LinkCard.tsx";
import { RevealedToken } from "./RevealedToken.tsx";

/** Where a one-time link leads: shows the token behind it once, to whoever asks for it by a click. Looking consumes nothing. */
export function CredentialsPage({ linkId }: { readonly linkId: string }) {
  const { t } = useTranslation();
  const secret = useLinkSecret();
  const reveal = useMutation({
    mutationFn: (wholeSecret: string) => revealToken(linkId, wholeSecret),
    // The answer holds the token: forget it with this page.
    gcTime: 0,
    onSuccess: forgetLinkSecret,
    onError: (error) => {
      if (isEndOfLink(error)) forgetLinkSecret();
    },
  });
  const { reset } = reveal;
  useEffect(() => {
    // A browser may keep the page, as it is, for whoever comes back to it.
    addEventListener("pagehide", reset);
    return () => removeEventListener("pagehide", reset);
  }, [reset]);

  if (reveal.data) {
    return (
      <LinkCard state="revealed" title={t("credentials.revealedTitle")}>
        <RevealedToken revealed={reveal.data} />
      </LinkCard>
    );
  }
  if (reveal.error && isEndOfLink(reveal.error)) {
    return (
      <LinkCard state="ended" title={t(END_TITLES[reveal.error.code])}>
        <EndedLink error={reveal.error} />
      </LinkCard>
    );
  }
  // What isn't a whole secret opens no link: nobody need be asked.
  if (secret === undefined || !isSecret(secret, "lkl_")) {
    return (
      <LinkCard state="unreadable" title={t("credentials.unreadableTitle")}>
        <UnreadableLink isCut={secret !== undefined} />
      </LinkCard>
    );
  }
  return (
    <LinkCard state="waiting" title={t("credentials.title")}>
      <p>{t("credentials.text")}</p>
      <p>{t("credentials.prepare")}</p>
      {reveal.error && (
        <ProblemBanner error={reveal.error}>
          {reveal.error instanceof LatchkeyError && reveal.error.status !== 429 && <p>{t("credentials.unsure")}</p>}
        </ProblemBanner>
      )}
      <Button variant="primary" icon="eye" isPending={reveal.isPending} onPress={() => reveal.mutate(secret)}>
        {t("credentials.reveal")}
      </Button>
    </LinkCard>
  );
}
