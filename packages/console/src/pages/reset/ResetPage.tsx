import { isSecret } from "@latchkey/sdk/credential-format";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { passwordResetQuery, resetPassword } from "../../api/password-resets.ts";
import { paths } from "../../paths.ts";
import { LinkButton } from "../../ui/LinkButton.tsx";
import { UnreadableLink } from "../credentials/EndedLink.tsx";
import { LinkCard } from "../credentials/LinkCard.tsx";
import { AwaitedOffer } from "../shared/AwaitedOffer.tsx";
import { forgetLinkSecret, useLinkSecret } from "../shared/link-secret.ts";
import { END_TITLES, EndedReset, isEndOfReset } from "./EndedReset.tsx";
import { NewPasswordForm } from "./NewPasswordForm.tsx";

/** Where the link to a new password leads: whoever has it chooses one, once. Looking consumes nothing. */
export function ResetPage({ resetId }: { readonly resetId: string }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const secret = useLinkSecret() ?? "";
  // What isn't a whole secret opens no link: nobody need be asked.
  const isReadable = isSecret(secret, "lkr_");
  const reset = useMutation({
    mutationFn: (chosen: { readonly email: string; readonly password: string }) =>
      resetPassword(queries, resetId, { secret, password: chosen.password }, chosen.email),
    // What was sent holds the secret and a password.
    gcTime: 0,
    onSuccess: forgetLinkSecret,
  });
  // Once it is used, looking again would say so.
  const offer = useQuery({
    ...passwordResetQuery(resetId, secret),
    enabled: isReadable && (reset.isIdle || reset.isError),
  });
  const ended = [reset.error, offer.error].find((error) => error !== null && isEndOfReset(error));

  if (reset.isSuccess) {
    return (
      <LinkCard state="done" title={t("resetPassword.doneTitle")}>
        <p>{t("resetPassword.done")}</p>
        <LinkButton href={paths.signIn()}>{t("signIn.submit")}</LinkButton>
      </LinkCard>
    );
  }
  if (!isReadable) {
    return (
      <LinkCard state="unreadable" title={t("credentials.unreadableTitle")}>
        <UnreadableLink isCut={secret !== ""} />
      </LinkCard>
    );
  }
  if (ended && isEndOfReset(ended)) {
    return (
      <LinkCard state={reset.error ? "ended" : "offered"} title={t(END_TITLES[ended.code])}>
        <EndedReset error={ended} />
      </LinkCard>
    );
  }
  return (
    <LinkCard state="offered" title={t("resetPassword.heading")}>
      {offer.data ? (
        <NewPasswordForm
          offer={offer.data}
          isPending={reset.isPending}
          error={reset.error}
          onChoose={(password) => reset.mutate({ email: offer.data.email, password })}
        />
      ) : (
        <AwaitedOffer error={offer.error} onRetry={() => void offer.refetch()} />
      )}
    </LinkCard>
  );
}
