import { useQuery } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { type ExplainedQuestion, type Explanation, explainQuery } from "../../../api/explain.ts";
import { Badge } from "../../../ui/Badge.tsx";
import { Banner } from "../../../ui/Banner.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { Skeleton } from "../../../ui/Skeleton.tsx";
import { useRoleNames } from "../../shared/use-role-names.ts";
import { useAccess, useResourceName } from "../../shared/access-context.ts";
import { ProblemMessage } from "../../shared/Problem.tsx";
import { explainSteps, type Step, type StepId } from "./explain-steps.ts";

interface ExplainedAnswerProps extends ExplainedQuestion {
  readonly apiKey: string;
}

/** What a verification would answer now, and step by step why. */
export function ExplainedAnswer({ apiKey, ip, resource }: ExplainedAnswerProps) {
  const { t } = useTranslation();
  const { account } = useAccess();
  const query = useQuery(explainQuery(account.name, apiKey, { ip, resource }));
  if (query.isError && query.data === undefined) {
    return <ProblemMessage title={t("explain.errorTitle")} error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (query.data === undefined) {
    return (
      <div className="form-field" aria-busy="true">
        <Skeleton width="100%" heightPixels={56} />
        <Skeleton width="100%" heightPixels={160} />
      </div>
    );
  }
  return (
    <div className="explained" aria-busy={query.isPlaceholderData}>
      <Answer explanation={query.data} resource={resource} />
      <ol className="explain-steps" aria-label={t("explain.steps")}>
        {explainSteps(query.data, resource !== null).map((step) => (
          <StepLine key={step.id} step={step} explanation={query.data} resource={resource} />
        ))}
      </ol>
      {query.data.external !== null && <p className="field-description">{t("explain.assumed")}</p>}
    </div>
  );
}

interface AnswerProps {
  readonly explanation: Explanation;
  readonly resource: string | null;
}

/** The answer in a few words, and the code by which a service knows it. */
function Answer({ explanation: { allowed, code }, resource }: AnswerProps) {
  const { t } = useTranslation();
  const { account } = useAccess();
  const name = useResourceName();
  const values = { account: account.displayName, resource: resource === null ? "" : name(resource) };
  const title = allowed
    ? t(resource === null ? "explain.letIn" : "explain.allowed", values)
    : t(resource === null ? "explain.keptOut" : "explain.refused", values);
  return (
    <Banner tone={allowed ? "success" : "danger"} title={title} announce="status">
      <p>
        {t("explain.code")} <code>{code}</code>
      </p>
    </Banner>
  );
}

/** Keys of what is said of each step: what holds where it passes, and what doesn't where it refuses. */
const WORDS = {
  known: { passed: "explain.known", failed: "explain.unknown" },
  token: { passed: "explain.token", failed: "explain.noToken" },
  owner: { passed: "explain.owner", failed: "explain.ownerOff" },
  account: { passed: "explain.account", failed: "explain.accountOff" },
  key: { passed: "explain.key", failed: "explain.keyOff" },
  here: { passed: "explain.here", failed: "explain.hereOff" },
  time: { passed: "explain.time", failed: "explain.timeOver" },
  network: { passed: "explain.network", failed: "explain.networkOff" },
  resource: { passed: "explain.opened", failed: "explain.denied" },
} as const satisfies Record<StepId, object>;

/** What a host is told of an owner's side that is off. */
const OWNER_WORDS = {
  INVALID_CREDENTIALS: "explain.ownerDeleted",
  OWNER_SUSPENDED: "explain.ownerSuspended",
} as const;

function describeStep(t: TFunction, { id, code, side }: Step, account: string, isExternal: boolean): string {
  if (code === null) return t(WORDS[id].passed, { account });
  if (id === "owner" && (code === "INVALID_CREDENTIALS" || code === "OWNER_SUSPENDED")) return t(OWNER_WORDS[code]);
  if (id === "network" && isExternal && side === "owner") return t("explain.networkOffOwner");
  return t(WORDS[id].failed, { account });
}

function StepLine({ step, explanation, resource }: AnswerProps & { readonly step: Step }) {
  const { t } = useTranslation();
  const { account } = useAccess();
  const roleName = useRoleNames();
  const resourceName = useResourceName();
  const { code, id, isAnswer } = step;
  const isPassed = code === null;
  return (
    <li className="explain-step" data-tone={isPassed ? "passed" : "failed"}>
      <Icon name={isPassed ? "check" : "close"} />
      <span className="visually-hidden">{isPassed ? t("explain.passes") : t("explain.fails")}</span>
      <div className="explain-step-lines">
        <span>{describeStep(t, step, account.displayName, explanation.external === true)}</span>
        {id === "resource" && resource !== null && (
          <span className="explain-step-soft">
            {resourceName(resource)} <code>{resource}</code>
          </span>
        )}
        {id === "resource" && isPassed && (
          <span className="role-chips">
            {explanation.openedBy.map((role) => (
              <Badge key={role}>{roleName(role)}</Badge>
            ))}
          </span>
        )}
        {isAnswer && explanation.reasons.length > 1 && <span className="explain-step-soft">{t("explain.first")}</span>}
      </div>
    </li>
  );
}
