import { isSecret } from "@latchkey/sdk/credential-format";
import { LatchkeyError } from "@latchkey/sdk/latchkey-error";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { acceptInvitation, type InvitationOffer, offerQuery } from "../../api/invitations.ts";
import { sessionQuery } from "../../api/session.ts";
import { paths } from "../../paths.ts";
import { useToast } from "../../ui/Toast.tsx";
import { UnreadableLink } from "../credentials/EndedLink.tsx";
import { LinkCard } from "../credentials/LinkCard.tsx";
import { AwaitedOffer } from "../shared/AwaitedOffer.tsx";
import { forgetLinkSecret, useLinkSecret } from "../shared/link-secret.ts";
import { END_TITLES, EndedInvitation, isEndOfInvitation } from "./EndedInvitation.tsx";
import { JoinAsKnown } from "./JoinAsKnown.tsx";
import { JoinAsNew } from "./JoinAsNew.tsx";
import { OfferFacts } from "./OfferFacts.tsx";

/** Where the link of an invitation leads: says who invites to what, and lets in whoever accepts. Looking consumes nothing. */
export function JoinPage({ invitationId }: { readonly invitationId: string }) {
  const { t } = useTranslation();
  const secret = useLinkSecret();
  const [signOuts, setSignOuts] = useState(0);
  // What isn't a whole secret opens no link: nobody need be asked.
  if (secret === undefined || !isSecret(secret, "lki_")) {
    return (
      <LinkCard state="unreadable" title={t("credentials.unreadableTitle")}>
        <UnreadableLink isCut={secret !== undefined} />
      </LinkCard>
    );
  }
  return (
    <Offered
      // What a page knows of a session that is over, it doesn't forget by itself.
      key={`${secret} ${signOuts}`}
      invitationId={invitationId}
      secret={secret}
      onSignedOut={() => setSignOuts(signOuts + 1)}
    />
  );
}

interface OfferedProps {
  readonly invitationId: string;
  readonly secret: string;
  readonly onSignedOut: () => void;
}

function Offered({ invitationId, secret, onSignedOut }: OfferedProps) {
  const { t } = useTranslation();
  const accept = useAccept(invitationId, secret);
  // Once it is accepted, looking again would say that it is used.
  const offer = useQuery({ ...offerQuery(invitationId, secret), enabled: accept.isIdle || accept.isError });
  const ended = [accept.error, offer.error].find((error) => error !== null && isEndOfInvitation(error));

  if (ended && isEndOfInvitation(ended)) {
    return (
      <LinkCard state={accept.error ? "ended" : "offered"} title={t(END_TITLES[ended.code])}>
        <EndedInvitation error={ended} />
      </LinkCard>
    );
  }
  if (offer.data) {
    const { account, displayName } = offer.data;
    return (
      <LinkCard state="offered" title={t("join.title", { account: displayName })}>
        <p>{t("join.text", { account: displayName, name: account })}</p>
        <OfferFacts offer={offer.data} />
        <Answer offer={offer.data} invitationId={invitationId} accept={accept} onSignedOut={onSignedOut} />
      </LinkCard>
    );
  }
  return (
    <LinkCard state="offered" title={t("join.page")}>
      <AwaitedOffer error={offer.error} onRetry={() => void offer.refetch()} />
    </LinkCard>
  );
}

interface AnswerProps {
  readonly offer: InvitationOffer;
  readonly invitationId: string;
  readonly accept: ReturnType<typeof useAccept>;
  readonly onSignedOut: () => void;
}

function Answer({ offer, invitationId, accept, onSignedOut }: AnswerProps) {
  const { data: session } = useQuery(sessionQuery);
  const user = session?.user ?? null;
  if (offer.known || user) {
    return (
      <JoinAsKnown
        offer={offer}
        user={user}
        signInHref={paths.signIn(paths.join(invitationId))}
        isPending={accept.isPending}
        error={accept.error}
        onAccept={() => accept.mutate({})}
        onSignedOut={onSignedOut}
      />
    );
  }
  return <JoinAsNew offer={offer} isPending={accept.isPending} error={accept.error} onAccept={accept.mutate} />;
}

function useAccept(invitationId: string, secret: string) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const router = useRouter();
  const toast = useToast();
  return useMutation({
    mutationFn: (chosen: { readonly name?: string; readonly password?: string }) =>
      acceptInvitation(queries, invitationId, { ...chosen, secret }),
    // What was sent holds the secret, and perhaps a password.
    gcTime: 0,
    onSuccess: async (account) => {
      await router.navigate({ href: paths.apiKeys(account), replace: true });
      forgetLinkSecret();
      toast(t("join.done"));
    },
    onError: async (error) => {
      // The session ended meanwhile, or the person has signed in for the first time elsewhere.
      if (error instanceof LatchkeyError && error.code === "SIGN_IN_NEEDED") {
        await queries.invalidateQueries();
      }
    },
  });
}
