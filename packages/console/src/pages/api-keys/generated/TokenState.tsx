import { useTranslation } from "react-i18next";
import { tokenStateOf } from "../../../api/key-token.ts";
import type { GeneratedKey } from "../../../api/generated-keys.ts";
import { Icon } from "../../../ui/Icon.tsx";
import { Rich } from "../../shared/Rich.tsx";
import { useNow } from "../../shared/Time.tsx";
import { describeLink, describeToken } from "./token-words.ts";
import "./token-state.css";

/** Whether a row has anything to say of its key's tokens: not where there is one that works, and nothing waits. */
export function hasTokenNews(key: GeneratedKey): boolean {
  return tokenStateOf(key).kind !== "single";
}

/** What a row says of its key's tokens, where that is out of the ordinary. */
export function TokenState({ generatedKey }: { readonly generatedKey: GeneratedKey }) {
  const { t, i18n } = useTranslation();
  const nowMs = useNow();
  const state = tokenStateOf(generatedKey);
  switch (state.kind) {
    case "single":
      return null;
    case "none":
      return (
        <div className="token-state">
          <TokenAlert>{t("tokens.none")}</TokenAlert>
          <p>{t("tokens.noneHint")}</p>
        </div>
      );
    case "waiting":
      return (
        <div className="token-state">
          <p className="token-state-alert" data-tone="neutral">
            <Icon name="link" />
            <span>{describeLink(t, state.link, nowMs, i18n.language)}</span>
          </p>
        </div>
      );
    case "renewal":
      return (
        <div className="token-state">
          <TokenAlert>{t("tokens.pending")}</TokenAlert>
          <p>
            <Rich i18nKey="tokens.old" values={{ facts: describeToken(t, state.old, nowMs, i18n.language) }} />
          </p>
          <p>
            <Rich i18nKey="tokens.new" values={{ facts: describeToken(t, state.new, nowMs, i18n.language) }} />
          </p>
          {state.link?.completesRenewal && <p>{t("tokens.deletedWhenOpened")}</p>}
        </div>
      );
  }
}

function TokenAlert({ children }: { readonly children: string }) {
  return (
    <p className="token-state-alert">
      <Icon name="warning" />
      <span>{children}</span>
    </p>
  );
}
