import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Access } from "../../../api/access.ts";
import { type GeneratedKey, generatedKeyQuery } from "../../../api/generated-keys.ts";
import { tokenStateOf } from "../../../api/key-token.ts";
import { Rich } from "../../shared/Rich.tsx";
import { describeAgo, useNow } from "../../shared/Time.tsx";
import { OldTokenUse } from "./OldTokenUse.tsx";

interface DeleteOldTokenTextProps {
  readonly account: Access["account"];
  /** The key as the list has it: its use is asked for anew, as the list may have been open for long. */
  readonly generatedKey: GeneratedKey;
}

/** What deleting a key's old token stops, and whether anything still uses it. */
export function DeleteOldTokenText({ account, generatedKey }: DeleteOldTokenTextProps) {
  const { t, i18n } = useTranslation();
  const nowMs = useNow();
  const { data } = useQuery(generatedKeyQuery(account.name, generatedKey.key));
  const key = data?.generatedKey ?? generatedKey;
  const state = tokenStateOf(key);
  if (state.kind !== "renewal") return <p>{t("errors.noRenewal")}</p>;
  const made = describeAgo(state.old.createdAt, nowMs, i18n.language);
  return (
    <>
      <p>
        <Rich
          i18nKey={state.link ? "generated.deleteWhenOpenedText" : "generated.deleteOldTokenText"}
          values={{ key: key.key, made }}
        />
      </p>
      <OldTokenUse token={state.old} />
      <p>
        <Rich i18nKey="renewToken.users" count={key.hostCount} values={{ account: account.displayName }} />
      </p>
    </>
  );
}
