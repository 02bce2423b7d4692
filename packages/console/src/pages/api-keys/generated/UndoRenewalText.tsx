import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type GeneratedKey, generatedKeyQuery } from "../../../api/generated-keys.ts";
import { tokenStateOf } from "../../../api/key-token.ts";
import { keyLinksQuery } from "../../../api/token-links.ts";
import { Skeleton } from "../../../ui/Skeleton.tsx";
import { Rich } from "../../shared/Rich.tsx";
import { describeTime, useNow } from "../../shared/Time.tsx";
import { describeUse } from "./token-words.ts";

interface UndoRenewalTextProps {
  /** Name of the account. */
  readonly account: string;
  /** The key as the list has it: it is asked for anew, as the link may have been opened meanwhile. */
  readonly generatedKey: GeneratedKey;
}

/** What undoing a renewal stops, and who may have the new token already. */
export function UndoRenewalText({ account, generatedKey }: UndoRenewalTextProps) {
  const { t, i18n } = useTranslation();
  const nowMs = useNow();
  const { data } = useQuery(generatedKeyQuery(account, generatedKey.key));
  const key = data?.generatedKey ?? generatedKey;
  const state = tokenStateOf(key);
  if (state.kind !== "renewal") return <p>{t("errors.noRenewal")}</p>;
  return (
    <>
      <p>
        <Rich i18nKey="generated.undoText" values={{ key: key.key }} />
      </p>
      {state.link ? (
        <p>{t("generated.undoUnopened")}</p>
      ) : (
        <>
          <Holder account={account} apiKey={key.key} />
          <p>{t("tokens.newUse", { use: describeUse(t, state.new, nowMs, i18n.language) })}</p>
        </>
      )}
    </>
  );
}

/** Whom the new token reached: by its link, or in the answer to whoever renewed through the API. */
function Holder({ account, apiKey }: { readonly account: string; readonly apiKey: string }) {
  const { t, i18n } = useTranslation();
  const { data: links, isPending } = useQuery(keyLinksQuery(account, apiKey));
  if (isPending) return <Skeleton width="80%" heightPixels={16} />;
  const [newest] = links ?? [];
  if (newest?.purpose !== "renewal" || newest.openedAt === null) return <p>{t("generated.undoGivenOut")}</p>;
  const at = describeTime(newest.openedAt, i18n.language);
  return (
    <p>
      {newest.openedFrom === null
        ? t("generated.undoOpened", { at })
        : t("generated.undoOpenedFrom", { at, network: newest.openedFrom })}
    </p>
  );
}
