import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { endOtherSessions, endOwnSession, type OwnSession, ownSessionsQuery } from "../../api/profile.ts";
import { Button } from "../../ui/Button.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { useToast } from "../../ui/Toast.tsx";
import { ProblemBanner } from "../shared/Problem.tsx";
import { describeAgo } from "../shared/Time.tsx";
import { ProfileSection } from "./ProfileSection.tsx";

/** Where one is signed in, and the way to end that. */
export function SessionsSection() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const toast = useToast();
  const sessions = useQuery(ownSessionsQuery);
  const end = useMutation({
    mutationFn: (id: string | undefined) => (id === undefined ? endOtherSessions() : endOwnSession(id)),
    onSuccess: async (_data, id) => {
      await queries.invalidateQueries({ queryKey: ownSessionsQuery.queryKey });
      toast(id === undefined ? t("profile.othersEnded") : t("profile.sessionEnded"));
    },
  });
  const items = sessions.data?.items;
  const hasOthers = items?.some(({ current }) => !current) ?? false;
  return (
    <ProfileSection title={t("profile.sessionsTitle")} text={t("profile.sessionsText")}>
      {sessions.error ? (
        <ProblemBanner error={sessions.error}>
          <span>
            <Button size="small" onPress={() => void sessions.refetch()}>
              {t("common.retry")}
            </Button>
          </span>
        </ProblemBanner>
      ) : items ? (
        <ul className="session-list">
          {items.map((session) => (
            <SessionItem
              key={session.id}
              session={session}
              nowMs={sessions.dataUpdatedAt}
              onEnd={() => end.mutate(session.id)}
            />
          ))}
        </ul>
      ) : (
        <Skeleton width="100%" heightPixels={72} />
      )}
      {end.error && <ProblemBanner error={end.error} />}
      <Button
        onPress={() => end.mutate(undefined)}
        isPending={end.isPending && end.variables === undefined}
        disabledReason={hasOthers ? undefined : t("profile.noOtherSessions")}
      >
        {t("profile.endOthers")}
      </Button>
    </ProfileSection>
  );
}

interface SessionItemProps {
  readonly session: OwnSession;
  /** When the list was read. */
  readonly nowMs: number;
  readonly onEnd: () => void;
}

function SessionItem({ session, nowMs, onEnd }: SessionItemProps) {
  const { t, i18n } = useTranslation();
  const { current, createdAt, lastSeenAt, network } = session;
  const began = new Intl.DateTimeFormat(i18n.language, { dateStyle: "medium", timeStyle: "short" }).format(
    new Date(createdAt),
  );
  return (
    <li>
      <span className="session-text">
        <span>{current ? t("profile.thisSession") : t("profile.since", { time: began })}</span>
        <span className="session-soft">
          {network !== null && `${network} · `}
          {t("profile.lastSeen", { when: describeAgo(lastSeenAt, nowMs, i18n.language) })}
        </span>
      </span>
      {!current && (
        <Button size="small" onPress={onEnd}>
          {t("profile.endSession")}
        </Button>
      )}
    </li>
  );
}
