import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type GeneratedKey, generatedKeyListQuery } from "../../../api/generated-keys.ts";
import { tokenStateOf } from "../../../api/key-token.ts";
import { reopenedLinksQuery, type TokenLink } from "../../../api/token-links.ts";
import { Banner } from "../../../ui/Banner.tsx";
import { Button } from "../../../ui/Button.tsx";
import { useAccess, usePermissionReason } from "../../shared/access-context.ts";
import { Rich } from "../../shared/Rich.tsx";
import { describeTime } from "../../shared/Time.tsx";
import { RENEW_TOKENS } from "../permissions.ts";
import { dismissReopening, isReopeningDismissed } from "./dismissed-reopenings.ts";

const SHOWN = 3;

interface ReopenedLinksProps {
  readonly onRenew: (key: string) => void;
  readonly onUndo: (key: GeneratedKey) => void;
}

/**
 * On top of the list: links that somebody came back to after they had been opened. Mostly that is the same person once more;
 * if not, the token is in two hands.
 */
export function ReopenedLinks(props: ReopenedLinksProps) {
  const { account } = useAccess();
  const { data } = useQuery(reopenedLinksQuery(account.name));
  const [, setDismissals] = useState(0);
  return data?.items
    .filter((link) => !isReopeningDismissed(link))
    .slice(0, SHOWN)
    .map((link) => (
      <ReopenedLink
        key={link.id}
        {...props}
        link={link}
        onDismiss={() => {
          dismissReopening(link);
          setDismissals((count) => count + 1);
        }}
      />
    ));
}

interface ReopenedLinkProps extends ReopenedLinksProps {
  readonly link: TokenLink;
  readonly onDismiss: () => void;
}

function ReopenedLink({ link, onRenew, onUndo, onDismiss }: ReopenedLinkProps) {
  const { t, i18n } = useTranslation();
  const { account } = useAccess();
  const renewReason = usePermissionReason()(RENEW_TOKENS);
  const { data } = useQuery(generatedKeyListQuery(account.name, { search: link.key, limit: 1, sort: "-createdAt" }));
  const generatedKey = data?.items.find(({ key }) => key === link.key);
  if (generatedKey === undefined || link.openedAt === null || link.reopenedAt === null) return null;
  const isUndoable = link.purpose === "renewal" && tokenStateOf(generatedKey).kind === "renewal";
  const time = (at: string) => describeTime(at, i18n.language);
  return (
    <Banner tone="danger" title={t("reopened.title", { name: generatedKey.name })}>
      <p>
        <Rich
          i18nKey={link.openedFrom === null ? "reopened.text" : "reopened.textFrom"}
          values={{
            key: link.key,
            opened: time(link.openedAt),
            network: link.openedFrom ?? "",
            reopened: time(link.reopenedAt),
          }}
        />
      </p>
      <p>{t(isUndoable ? "reopened.adviceUndo" : "reopened.adviceRenew")}</p>
      <span className="banner-buttons">
        <Button
          size="small"
          disabledReason={renewReason}
          onPress={() => (isUndoable ? onUndo(generatedKey) : onRenew(link.key))}
        >
          {t(isUndoable ? "generated.undoRenewal" : "generated.renew")}
        </Button>
        <Button size="small" variant="quiet" onPress={onDismiss}>
          {t("reopened.dismiss")}
        </Button>
      </span>
    </Banner>
  );
}
