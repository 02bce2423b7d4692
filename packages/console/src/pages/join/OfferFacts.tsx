import { useTranslation } from "react-i18next";
import type { InvitationOffer } from "../../api/invitations.ts";
import { describeTime } from "../shared/Time.tsx";
import { roleInWords } from "../shared/use-roles.ts";
import "./join.css";

/** What an invitation offers: to whom, which roles, until when. */
export function OfferFacts({ offer }: { readonly offer: InvitationOffer }) {
  const { t, i18n } = useTranslation();
  const roles = new Intl.ListFormat(i18n.language).format(offer.roles.map((role) => roleInWords(t, role).name));
  return (
    <dl className="join-facts">
      <dt>{t("join.for")}</dt>
      <dd>
        <bdi>{offer.email}</bdi>
      </dd>
      <dt>{t("users.columnRoles")}</dt>
      <dd>{roles === "" ? t("list.noRoles") : roles}</dd>
      <dt>{t("join.until")}</dt>
      <dd>{describeTime(offer.expiresAt, i18n.language)}</dd>
    </dl>
  );
}
