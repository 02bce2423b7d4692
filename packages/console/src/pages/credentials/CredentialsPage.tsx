import { isSecret } from "@latchkey/sdk/credential-format";
import { LatchkeyError } from "@latchkey/sdk/latchkey-error";
import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { revealToken } from "../../api/token-links.ts";
import { Button } from "../../ui/Button.tsx";
import { ProductMark } from "../../ui/Icon.tsx";
import { forgetLinkSecret, useLinkSecret } from "../shared/link-secret.ts";
import { ProblemBanner } from "../shared/Problem.tsx";
import { END_TITLES, EndedLink, isEndOfLink, UnreadableLink } from "./EndedLink.tsx";
import { RevealedToken } from "./RevealedToken.tsx";
import "./credentials-page.css";

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
      <Card state="revealed" title={t("credentials.revealedTitle")}>
        <RevealedToken revealed={reveal.data} />
      </Card>
    );
  }
  if (reveal.error && isEndOfLink(reveal.error)) {
    return (
      <Card state="ended" title={t(END_TITLES[reveal.error.code])}>
        <EndedLink error={reveal.error} />
      </Card>
    );
  }
  // What isn't a whole secret opens no link: nobody need be asked.
  if (secret === undefined || !isSecret(secret, "lkl_")) {
    return (
      <Card state="unreadable" title={t("credentials.unreadableTitle")}>
        <UnreadableLink isCut={secret !== undefined} />
      </Card>
    );
  }
  return (
    <Card state="waiting" title={t("credentials.title")}>
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
    </Card>
  );
}

interface CardProps {
  /** The heading takes the focus when this changes: what was pressed is gone by then. */
  readonly state: string;
  readonly title: string;
  readonly children: ReactNode;
}

function Card({ state, title, children }: CardProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(state);
  useEffect(() => {
    if (shown.current === state) return;
    shown.current = state;
    heading.current?.focus();
  }, [state]);
  return (
    <main className="credentials">
      <div className="credentials-card">
        <ProductMark size={40} />
        <h1 ref={heading} tabIndex={-1} className="credentials-title">
          {title}
        </h1>
        {children}
      </div>
    </main>
  );
}
