import { useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useRouter } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { sessionQuery } from "../api/session.ts";
import { Button } from "../ui/Button.tsx";
import { Message } from "../ui/Message.tsx";
import { AppShell } from "./shell/AppShell.tsx";

const route = getRouteApi("/signed-in");

/** Where somebody lands who belongs to no account: everybody else is sent on to theirs. */
export function NoAccountPage() {
  const { t } = useTranslation();
  const router = useRouter();
  const queries = useQueryClient();
  const { session } = route.useRouteContext();

  async function checkAgain(): Promise<void> {
    await queries.query({ ...sessionQuery, staleTime: 0 });
    await router.invalidate();
  }

  return (
    <AppShell session={session}>
      <Message
        icon="building"
        level={1}
        title={t("shell.noAccountTitle")}
        actions={<Button onPress={() => void checkAgain()}>{t("shell.checkAgain")}</Button>}
      >
        <p>{t("shell.noAccountText", { email: session.user.email })}</p>
      </Message>
    </AppShell>
  );
}
