import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../../../ui/Button.tsx";
import { SidePanel } from "../../../ui/SidePanel.tsx";
import { Skeleton } from "../../../ui/Skeleton.tsx";
import { ProblemMessage } from "../../shared/Problem.tsx";
import "../../shared/panel-form.css";

interface UsePanelProps {
  readonly title: string;
  /** The key string. */
  readonly apiKey: string;
  readonly onClose: () => void;
  readonly error: Error | null;
  readonly onRetry: () => void;
  /** What there is to show, once it is there. */
  readonly children: ReactNode;
}

/** Frame of the panels that show how a key is used. */
export function UsePanel({ title, apiKey, onClose, error, onRetry, children }: UsePanelProps) {
  const { t } = useTranslation();
  return (
    <SidePanel
      title={title}
      subtitle={<code>{apiKey}</code>}
      closeLabel={t("common.close")}
      onClose={onClose}
      footer={<Button onPress={onClose}>{t("common.close")}</Button>}
    >
      {error ? (
        <ProblemMessage title={t("use.loadFailed")} error={error} onRetry={onRetry} />
      ) : (
        <div className="panel-form">{children ?? <UseSkeleton />}</div>
      )}
    </SidePanel>
  );
}

function UseSkeleton() {
  return (
    <div className="form-field" aria-busy="true">
      <Skeleton width="100%" heightPixels={56} />
      <Skeleton width="220px" heightPixels={16} />
      <Skeleton width="100%" heightPixels={200} />
    </div>
  );
}
