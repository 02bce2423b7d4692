import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../../ui/Button.tsx";
import { SidePanel, type SidePanelProps } from "../../ui/SidePanel.tsx";
import "./panel-form.css";

/**
 * What a panel shows once it has done what it is for, such as a link that is shown this once. It is content and no panel of its
 * own: one that took another's place would not know where the focus was before.
 */
export interface PanelOutcome extends Pick<SidePanelProps, "title" | "subtitle" | "isDismissable" | "footer"> {
  readonly body: ReactNode;
}

interface FormPanelProps extends Pick<SidePanelProps, "title" | "subtitle" | "onClose" | "children"> {
  readonly submitLabel: string;
  /** Default: `primary`. */
  readonly tone?: "primary" | "danger";
  /** Id of the form that the button sends, or what it does where there is nothing to fill in. */
  readonly submit: string | (() => void);
  readonly isPending: boolean;
  /** Why it can't be done. */
  readonly disabledReason?: string | undefined;
  /** Undefined until it is done. */
  readonly outcome?: PanelOutcome | undefined;
}

/** A panel in which something is filled in or agreed to, and then done or called off. */
export function FormPanel(props: FormPanelProps) {
  const { title, subtitle, submitLabel, tone = "primary", submit, isPending, disabledReason, outcome } = props;
  const { onClose, children } = props;
  const { t } = useTranslation();
  return (
    <SidePanel
      title={outcome?.title ?? title}
      subtitle={outcome?.subtitle ?? subtitle}
      closeLabel={t("common.close")}
      onClose={onClose}
      isDismissable={outcome?.isDismissable ?? true}
      footer={
        outcome?.footer ?? (
          <>
            <Button onPress={onClose}>{t("common.cancel")}</Button>
            <Button
              variant={tone}
              isPending={isPending}
              disabledReason={disabledReason}
              {...(typeof submit === "string" ? { type: "submit", form: submit } : { onPress: submit })}
            >
              {submitLabel}
            </Button>
          </>
        )
      }
    >
      {outcome?.body ?? children}
    </SidePanel>
  );
}
