import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { type KeysTab, paths } from "../../../paths.ts";
import { Button } from "../../../ui/Button.tsx";
import { useAccess } from "../../shared/access-context.ts";

/** Opens the check of a key that is pasted, over a list. */
export function ExplainButton({ tab }: { readonly tab: KeysTab }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { account } = useAccess();
  return (
    <Button icon="shield" onPress={() => void navigate({ href: paths.explain(account.name, tab), state: true })}>
      {t("explain.page")}
    </Button>
  );
}
