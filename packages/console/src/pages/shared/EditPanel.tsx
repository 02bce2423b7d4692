import { LatchkeyError } from "@latchkey/sdk/latchkey-error";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../../ui/Button.tsx";
import { Message } from "../../ui/Message.tsx";
import { SidePanel } from "../../ui/SidePanel.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { ProblemBanner, ProblemMessage } from "./Problem.tsx";
import "./panel-form.css";

interface EditPanelProps {
  readonly title: string;
  readonly subtitle?: ReactNode;
  readonly formId: string;
  readonly isSaving: boolean;
  /** Why nothing can be saved. */
  readonly disabledReason: string | undefined;
  readonly onClose: () => void;
  /** The form, once what it edits is there. */
  readonly children: ReactNode;
}

/** Frame of the panels that edit a key. */
export function EditPanel({ title, subtitle, formId, isSaving, disabledReason, onClose, children }: EditPanelProps) {
  const { t } = useTranslation();
  return (
    <SidePanel
      title={title}
      subtitle={subtitle}
      closeLabel={t("common.close")}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t("common.cancel")}</Button>
          <Button variant="primary" type="submit" form={formId} isPending={isSaving} disabledReason={disabledReason}>
            {t("common.save")}
          </Button>
        </>
      }
    >
      {children}
    </SidePanel>
  );
}

interface EditPanelLoadingProps {
  readonly error: Error | null;
  readonly onRetry: () => void;
}

/** In the form's place until what it edits is there, or instead of it. */
export function EditPanelLoading({ error, onRetry }: EditPanelLoadingProps) {
  const { t } = useTranslation();
  if (error instanceof LatchkeyError && error.status === 404) {
    return <Message icon="compass" title={t("errors.gone")} announce="alert" />;
  }
  if (error) return <ProblemMessage title={t("errors.keyLoadFailed")} error={error} onRetry={onRetry} />;
  return (
    <div className="panel-form" aria-busy="true">
      <div className="form-field">
        <Skeleton width="120px" heightPixels={16} />
        <Skeleton width="100%" heightPixels={36} />
      </div>
      <div className="form-field">
        <Skeleton width="60px" heightPixels={16} />
        <Skeleton width="100%" heightPixels={320} />
      </div>
    </div>
  );
}

interface SaveProblemProps {
  readonly error: Error;
  /** Gets what is there now in place of what was opened. */
  readonly onReload: () => void;
}

/** Why saving failed; where somebody else was faster, with a way to their version. */
export function SaveProblem({ error, onReload }: SaveProblemProps) {
  const { t } = useTranslation();
  const isOverwritten = error instanceof LatchkeyError && error.code === "PRECONDITION_FAILED";
  return (
    <ProblemBanner error={error}>
      {isOverwritten && (
        <span>
          <Button size="small" onPress={onReload}>
            {t("errors.reload")}
          </Button>
        </span>
      )}
    </ProblemBanner>
  );
}
