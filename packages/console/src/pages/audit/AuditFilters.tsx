import { useEffect, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Banner } from "../../ui/Banner.tsx";
import { Button } from "../../ui/Button.tsx";
import { Select } from "../../ui/Select.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { type AuditFilterName, isNarrowed } from "./audit-search.ts";
import { actionChoices } from "./audit-wording.ts";
import type { AuditList } from "./use-audit-list.ts";
import { type SecretRefusal, useSecretRefusal } from "../shared/use-secret-refusal.ts";

const TYPING_PAUSE_MS = 300;

interface AuditFiltersProps {
  readonly list: AuditList;
  /** Whether it is the platform's log: no other company has a part in what stands there. */
  readonly isPlatform: boolean;
}

/** What narrows the log; what stands in several of them has to hold at once. */
export function AuditFilters({ list, isPlatform }: AuditFiltersProps) {
  const { t } = useTranslation();
  const headingId = useId();
  const { isRefused, keep } = useSecretRefusal();
  const { search } = list;
  const choices = actionChoices(t, isPlatform);
  const isListed = search.action === undefined || choices.some(({ value }) => value === search.action);
  const text = { list, keep };
  return (
    <div role="search" className="audit-filters" aria-labelledby={headingId}>
      <h2 id={headingId} className="visually-hidden">
        {t("audit.filters")}
      </h2>
      <FilterText {...text} name="actor" label={t("audit.actor")} placeholder={t("audit.actorHint")} />
      <div className="audit-filter-action">
        <Select
          label={t("audit.action")}
          options={[
            { value: "", label: t("audit.anyAction") },
            ...choices,
            // What the URL asks for beyond the list.
            ...(isListed ? [] : [{ value: search.action ?? "", label: search.action ?? "" }]),
          ]}
          value={search.action ?? ""}
          onChange={(action) => list.change({ action })}
        />
      </div>
      <FilterText
        {...text}
        name="target"
        label={t("audit.target")}
        placeholder={t(isPlatform ? "platformLog.targetHint" : "audit.targetHint")}
      />
      {!isPlatform && (
        <FilterText {...text} name="company" label={t("audit.company")} placeholder={t("audit.companyHint")} />
      )}
      <TextField
        label={t("audit.fromDay")}
        type="date"
        value={search.from ?? ""}
        onChange={(from) => list.change({ from }, true)}
      />
      <TextField
        label={t("audit.toDay")}
        type="date"
        value={search.to ?? ""}
        onChange={(to) => list.change({ to }, true)}
      />
      {isNarrowed(search) && (
        <div className="audit-filters-clear">
          <Button variant="quiet" size="small" icon="close" onPress={list.clear}>
            {t("audit.clearFilters")}
          </Button>
        </div>
      )}
      {isRefused && (
        <div className="audit-filters-refused">
          <Banner tone="danger" announce="alert">
            <p>{t("errors.secretRemoved")}</p>
          </Banner>
        </div>
      )}
    </div>
  );
}

interface FilterTextProps {
  readonly list: AuditList;
  readonly name: AuditFilterName;
  readonly label: string;
  readonly placeholder: string;
  readonly keep: SecretRefusal["keep"];
}

/** What is typed goes into the URL after a pause; what changes in the URL otherwise comes back into the field. */
function FilterText({ list, name, label, placeholder, keep }: FilterTextProps) {
  const [typed, setTyped] = useState<string>();
  const inUrl = list.search[name] ?? "";

  useEffect(() => {
    if (typed === undefined) return;
    const timer = setTimeout(() => {
      setTyped(undefined);
      if (typed.trim() !== inUrl) list.change({ [name]: typed.trim() }, true);
    }, TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- only typing starts the pause anew
  }, [typed]);

  return (
    <TextField
      label={label}
      placeholder={placeholder}
      value={typed ?? inUrl}
      maxLength={200}
      autoComplete="off"
      // A filter stands in the address of the page and of the request: the last place for a secret.
      onChange={(value) => setTyped(keep(value))}
    />
  );
}
