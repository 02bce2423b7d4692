import { useTranslation } from "react-i18next";
import { paths } from "../../paths.ts";
import { LinkButton } from "../../ui/LinkButton.tsx";
import { Message } from "../../ui/Message.tsx";

/** No page has this address. */
export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <Message
      icon="compass"
      level={1}
      title={t("errors.notFoundTitle")}
      actions={<LinkButton href={paths.home()}>{t("errors.notFoundAction")}</LinkButton>}
    >
      <p>{t("errors.notFoundText")}</p>
    </Message>
  );
}
