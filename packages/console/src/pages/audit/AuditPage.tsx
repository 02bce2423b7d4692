import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Outlet, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { auditEventsQuery, auditExportHref } from "../../api/audit.ts";
import { paths } from "../../paths.ts";
import { Button } from "../../ui/Button.tsx";
import { LinkButton } from "../../ui/LinkButton.tsx";
import { Message } from "../../ui/Message.tsx";
import { Column, Table } from "../../ui/Table.tsx";
import { ListFooter } from "../api-keys/list/ListFooter.tsx";
import { SkeletonRows } from "../api-keys/list/SkeletonRows.tsx";
import { ForbiddenPage } from "../errors/ForbiddenPage.tsx";
import { useAccess } from "../shared/access-context.ts";
import { ProblemMessage } from "../shared/Problem.tsx";
import { AuditEventRow } from "./AuditEventRow.tsx";
import { AuditFilters } from "./AuditFilters.tsx";
import { isNarrowed } from "./audit-search.ts";
import { VIEW_AUDIT } from "./permissions.ts";
import { type AuditList, useAuditList } from "./use-audit-list.ts";
import { useRoleNames } from "./use-role-names.ts";
import "../api-keys/api-keys-page.css";
import "../api-keys/list/key-list.css";
import "./audit.css";

const route = getRouteApi("/signed-in/accounts/$account/audit");

/** Account settings > Audit log, for whoever may see it. */
export function AuditPage() {
  const { resources } = useAccess();
  return resources.includes(VIEW_AUDIT) ? <AuditLog /> : <ForbiddenPage resource={VIEW_AUDIT} />;
}

function AuditLog() {
  const { t } = useTranslation();
  const { account } = useAccess();
  const navigate = useNavigate();
  const search = route.useSearch();
  const list = useAuditList(search);
  return (
    <>
      <h1 className="page-title">{t("audit.page")}</h1>
      <p className="tab-about">{t("audit.about", { account: account.displayName })}</p>
      <section className="key-list audit-log" aria-label={t("audit.table")}>
        <AuditFilters list={list} />
        <div className="audit-actions">
          <Button
            icon="shield"
            onPress={() => void navigate({ href: paths.verifyAudit(account.name, search), state: true })}
          >
            {t("audit.verify")}
          </Button>
          <span className="audit-exports">
            {(["csv", "json"] as const).map((format) => (
              <LinkButton key={format} href={auditExportHref(account.name, format, list.filter)} isDownload>
                {t(format === "csv" ? "audit.exportCsv" : "audit.exportJson")}
              </LinkButton>
            ))}
          </span>
        </div>
        <Events list={list} />
      </section>
      <Outlet />
    </>
  );
}

function Events({ list }: { readonly list: AuditList }) {
  const { t } = useTranslation();
  const { account } = useAccess();
  const roleNames = useRoleNames();
  const events = useQuery(auditEventsQuery(account.name, list.query));

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
        label={t("audit.table")}
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
