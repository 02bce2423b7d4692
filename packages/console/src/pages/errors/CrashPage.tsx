import { useTranslation } from "react-i18next";
import { Button } from "../../ui/Button.tsx";
import { Message } from "../../ui/Message.tsx";

/** The console itself failed: anything that should never happen. */
export function CrashPage() {
  const { t } = useTranslation();
  return (
    <Message
      icon="warning"
      level={1}
      title={t("errors.crashTitle")}
      announce="alert"
      actions={<Button onPress={() => location.reload()}>{t("errors.crashAction")}</Button>}
    >
      <p>{t("errors.crashText")}</p>
    </Message>
  );
}
