import { useTranslation } from "react-i18next";
import { Message } from "../../ui/Message.tsx";
import { useAccess, useResourceName } from "../shared/access-context.ts";
import { Rich } from "../shared/Rich.tsx";

/** In the place of a page that the user may not see: names the permission that opens it. */
export function ForbiddenPage({ resource }: { readonly resource: string }) {
  const { t } = useTranslation();
  const { account } = useAccess();
  const name = useResourceName()(resource);
  return (
    <Message icon="lock" level={1} title={t("errors.forbiddenTitle")}>
      <p>
        <Rich i18nKey="errors.forbiddenText" values={{ name, resource, account: account.displayName }} />
      </p>
      <p>{t("errors.forbiddenNext")}</p>
    </Message>
  );
}
