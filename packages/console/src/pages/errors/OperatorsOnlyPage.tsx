import { useTranslation } from "react-i18next";
import { paths } from "../../paths.ts";
import { LinkButton } from "../../ui/LinkButton.tsx";
import { Message } from "../../ui/Message.tsx";

/** In the place of a page that is for the platform's operators alone. */
export function OperatorsOnlyPage() {
  const { t } = useTranslation();
  return (
    <Message
      icon="lock"
      level={1}
      title={t("errors.forbiddenTitle")}
      actions={<LinkButton href={paths.home()}>{t("errors.notFoundAction")}</LinkButton>}
    >
      <p>{t("errors.operatorsOnlyText")}</p>
    </Message>
  );
}
