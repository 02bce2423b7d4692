import { LatchkeyError } from "@latchkey/sdk/latchkey-error";
import type { UseMutationResult, UseQueryResult } from "@tanstack/react-query";
import { Fragment, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../../ui/Button.tsx";
import { Message } from "../../ui/Message.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { FormPanel } from "./FormPanel.tsx";
import { ProblemBanner, ProblemMessage } from "./Problem.tsx";
import "./panel-form.css";

/** Why saving failed, if it did, and how to get what is there now in place of what was opened. */
export interface Saving {
  readonly error: Error | null;
  readonly onReload: () => void;
}

interface EditPanelProps<Opened> {
  readonly title: string;
  readonly subtitle?: ReactNode;
  readonly formId: string;
  /** What is edited, as it was when the panel was opened or it was loaded again. */
  readonly opened: UseQueryResult<Opened>;
  readonly save: Pick<UseMutationResult, "isPending" | "error" | "reset">;
  /** Why nothing can be saved, apart from that it isn't there yet. */
  readonly disabledReason?: string | undefined;
  readonly onClose: () => void;
  /** The form. It begins anew with what is loaded again. */
  readonly children: (opened: Opened, saving: Saving) => ReactNode;
}

/** Frame of the panels that edit something: it is opened, changed and saved. */
export function EditPanel<Opened>(props: EditPanelProps<Opened>) {
  const { title, subtitle, formId, opened, save, disabledReason, onClose, children } = props;
  const { t } = useTranslation();
  const { data, dataUpdatedAt, error, refetch } = opened;
  function reload(): void {
    save.reset();
    void refetch();
  }
  return (
    <FormPanel
      title={title}
      subtitle={subtitle}
      submitLabel={t("common.save")}
      submit={formId}
      isPending={save.isPending}
      disabledReason={disabledReason ?? (data === undefined ? t("common.loading") : undefined)}
      onClose={onClose}
    >
      {data === undefined ? (
        <EditPanelLoading error={error} onRetry={() => void refetch()} />
      ) : (
        <Fragment key={dataUpdatedAt}>{children(data, { error: save.error, onReload: reload })}</Fragment>
      )}
    </FormPanel>
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

/** Why saving failed; where somebody else was faster, with a way to their version. */
export function SaveProblem({ error, onReload }: Saving & { readonly error: Error }) {
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
