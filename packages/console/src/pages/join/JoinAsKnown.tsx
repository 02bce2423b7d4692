import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { InvitationOffer } from "../../api/invitations.ts";
import { signOut, type User } from "../../api/session.ts";
import { Banner } from "../../ui/Banner.tsx";
import { Button } from "../../ui/Button.tsx";
import { LinkButton } from "../../ui/LinkButton.tsx";
import { ProblemBanner } from "../shared/Problem.tsx";
import { Rich } from "../shared/Rich.tsx";

interface JoinAsKnownProps {
  readonly offer: InvitationOffer;
  /** Who is signed in. */
  readonly user: User | null;
  readonly signInHref: string;
  readonly isPending: boolean;
  readonly error: Error | null;
  readonly onAccept: () => void;
  readonly onSignedOut: () => void;
}

/** For whoever signs in here already: a link alone lets nobody into what is somebody's, so they have to be signed in. */
export function JoinAsKnown({ offer, user, signInHref, isPending, error, onAccept, onSignedOut }: JoinAsKnownProps) {
  const { t } = useTranslation();
  if (user === null) {
    return (
      <>
        <p>
          <Rich i18nKey="join.signIn" values={{ email: offer.email }} />
        </p>
        <LinkButton href={signInHref}>{t("signIn.submit")}</LinkButton>
      </>
    );
  }
  if (user.email !== offer.email) return <SomebodyElse offer={offer} user={user} onSignedOut={onSignedOut} />;
  return (
    <>
      {error && <ProblemBanner error={error} />}
      <Button variant="primary" isPending={isPending} onPress={onAccept}>
        {t("join.submit", { account: offer.displayName })}
      </Button>
    </>
  );
}

interface SomebodyElseProps extends Pick<JoinAsKnownProps, "offer" | "onSignedOut"> {
  readonly user: User;
}

function SomebodyElse({ offer, user, onSignedOut }: SomebodyElseProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const leave = useMutation({ mutationFn: () => signOut(queries), onSuccess: onSignedOut });
  return (
    <>
      <Banner tone="warning">
        <p>
          <Rich i18nKey="join.somebodyElse" values={{ user: user.email, email: offer.email }} />
        </p>
      </Banner>
      {leave.error && <ProblemBanner error={leave.error} />}
      <Button isPending={leave.isPending} onPress={() => leave.mutate()}>
        {t("shell.signOut")}
      </Button>
    </>
  );
}
