import { LatchkeyError } from "@latchkey/sdk/latchkey-error";
import { useTranslation } from "react-i18next";
import { Avatar } from "../../../ui/Avatar.tsx";
import { Banner } from "../../../ui/Banner.tsx";
import { Button } from "../../../ui/Button.tsx";
import { Skeleton } from "../../../ui/Skeleton.tsx";
import { describeWait } from "../../shared/describe-error.ts";
import { ProblemBanner } from "../../shared/Problem.tsx";
import { Rich } from "../../shared/Rich.tsx";
import type { KeyLookup } from "./use-key-lookup.ts";
import "./owner-card.css";

/** Whose key it is that stands in the field, before anything is saved. What makes it no key to add, its field says. */
export function OwnerCard({ lookup }: { readonly lookup: KeyLookup }) {
  const { t } = useTranslation();
  return (
    <div className="owner" role="status" aria-busy={lookup.kind === "looking"}>
      <OwnerState lookup={lookup} />
      {lookup.kind === "looking" && <span className="visually-hidden">{t("addKey.lookingUp")}</span>}
    </div>
  );
}

function OwnerState({ lookup }: { readonly lookup: KeyLookup }) {
  const { t } = useTranslation();
  switch (lookup.kind) {
    case "none":
    case "added":
    case "own":
    case "unknown":
      return null;
    case "looking":
      return (
        <div className="owner-card">
          <Skeleton width="32px" heightPixels={32} />
          <span className="owner-card-text">
            <Skeleton width="180px" heightPixels={14} />
            <Skeleton width="240px" />
          </span>
        </div>
      );
    case "found":
      return (
        <div className="owner-card">
          <Avatar kind="company" name={lookup.found.owner.displayName} />
          <div className="owner-card-text">
            <p>
              <Rich i18nKey="addKey.ownedBy" values={{ owner: lookup.found.owner.displayName }} />
              <code className="owner-card-account">{lookup.found.owner.account}</code>
            </p>
            {lookup.found.profile !== null && lookup.found.profile.description !== "" && (
              <p className="owner-card-description">
                <bdi>{lookup.found.profile.description}</bdi>
              </p>
            )}
            <p className="owner-card-note">{t("addKey.checkOwner")}</p>
          </div>
        </div>
      );
    case "failed":
      return <LookupFailed error={lookup.error} retry={lookup.retry} />;
  }
}

function LookupFailed({ error, retry }: { readonly error: Error; readonly retry: () => void }) {
  const { t } = useTranslation();
  const again = (
    <span>
      <Button size="small" onPress={retry}>
        {t("common.retry")}
      </Button>
    </span>
  );
  if (error instanceof LatchkeyError && error.status === 429) {
    return (
      <Banner tone="warning">
        <p>{t("addKey.tooManyLookups", { wait: describeWait(t, error.retryAfterSeconds ?? 60) })}</p>
        {again}
      </Banner>
    );
  }
  return <ProblemBanner error={error}>{again}</ProblemBanner>;
}
