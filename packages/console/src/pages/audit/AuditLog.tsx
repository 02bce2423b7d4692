import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { auditEventsQuery, auditExportHref, type LogOwner } from "../../api/audit.ts";
import { Button } from "../../ui/Button.tsx";
import { LinkButton } from "../../ui/LinkButton.tsx";
import { Message } from "../../ui/Message.tsx";
import { Column, Table } from "../../ui/Table.tsx";
import { ListFooter } from "../api-keys/list/ListFooter.tsx";
import { SkeletonRows } from "../api-keys/list/SkeletonRows.tsx";
import { ProblemMessage } from "../shared/Problem.tsx";
import { AuditEventRow } from "./AuditEventRow.tsx";
import { AuditFilters } from "./AuditFilters.tsx";
import { type AuditSearch, isNarrowed } from "./audit-search.ts";
import { type AuditList, useAuditList } from "./use-audit-list.ts";
import "../api-keys/api-keys-page.css";
import "../api-keys/list/key-list.css";
import "./audit.css";

interface AuditLogProps {
  readonly owner: LogOwner;
  readonly title: string;
  /** What stands in it. */
  readonly about: string;
  readonly search: AuditSearch;
  readonly verifyHref: string;
  /** Names of roles by their ids. */
  readonly roleNames: (id: string) => string;
}

/** A log: its filters, its entries, and what can be done with the whole of it. */
export function AuditLog({ owner, title, about, search, verifyHref, roleNames }: AuditLogProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const list = useAuditList(search);
  return (
    <>
      <h1 className="page-title">{title}</h1>
      <p className="tab-about">{about}</p>
      <section className="key-list audit-log" aria-label={title}>
        <AuditFilters list={list} isPlatform={owner === null} />
        <div className="audit-actions">
          <Button icon="shield" onPress={() => void navigate({ href: verifyHref, state: true })}>
            {t("audit.verify")}
          </Button>
          <span className="audit-exports">
            {(["csv", "json"] as const).map((format) => (
              <LinkButton key={format} href={auditExportHref(owner, format, list.filter)} isDownload>
                {t(format === "csv" ? "audit.exportCsv" : "audit.exportJson")}
              </LinkButton>
            ))}
          </span>
        </div>
        <Events owner={owner} title={title} list={list} roleNames={roleNames} />
      </section>
    </>
  );
}

interface EventsProps extends Pick<AuditLogProps, "owner" | "title" | "roleNames"> {
  readonly list: AuditList;
}

function Events({ owner, title, list, roleNames }: EventsProps) {
  const { t } = useTranslation();
  const events = useQuery(auditEventsQuery(owner, list.query));

  if (events.isError && events.data === undefined) {
    return (
      <div className="key-list-message">
        <ProblemMessage title={t("audit.errorTitle")} error={events.error} onRetry={() => void events.refetch()} />
      </div>
    );
  }
  if (events.data?.items.length === 0) return <NoEvents list={list} />;
  return (
    <>
      <Table
        label={title}
        isStale={events.isPlaceholderData}
        columnWidths={["212px", "24%", "auto", "140px", "112px"]}
        head={[
          t("audit.columnWhen"),
          t("audit.columnWho"),
          t("audit.columnWhat"),
          t("audit.columnFrom"),
          t("audit.columnDetails"),
        ].map((label, index) => (
          <Column key={label} isLabelHidden={index === 4}>
            {label}
          </Column>
        ))}
      >
        {events.data === undefined ? (
          <SkeletonRows />
        ) : (
          events.data.items.map((event) => (
            <AuditEventRow key={event.sequence} event={event} roleNames={roleNames} onNarrow={list.change} />
          ))
        )}
      </Table>
      <ListFooter
        state={list}
        total={events.data?.total}
        count={events.data?.items.length}
        nextCursor={events.data?.nextCursor}
      />
    </>
  );
}

function NoEvents({ list }: { readonly list: AuditList }) {
  const { t } = useTranslation();
  return (
    <div className="key-list-message">
      {isNarrowed(list.search) ? (
        <Message
          icon="search"
          title={t("audit.noMatchTitle")}
          announce="status"
          actions={<Button onPress={list.clear}>{t("audit.clearFilters")}</Button>}
        >
          <p>{t("audit.noMatchText")}</p>
        </Message>
      ) : (
        <Message
          icon="search"
          title={t("list.emptyPageTitle")}
          actions={<Button onPress={list.toFirst}>{t("list.toFirst")}</Button>}
        >
          <p>{t("list.emptyPageText")}</p>
        </Message>
      )}
    </div>
  );
}
