import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { GivenLink } from "../../api/given-link.ts";
import { FormPanel } from "./FormPanel.tsx";
import { ProblemBanner } from "./Problem.tsx";
import { Rich } from "./Rich.tsx";
import { useGivenLink } from "./use-given-link.tsx";
import "./panel-form.css";

interface ResetPasswordPanelProps {
  /** Undefined until it is known whose password it is. */
  readonly person: { readonly name: string; readonly email: string } | undefined;
  /** Why they couldn't be read. */
  readonly problem?: Error | null;
  /** What else there is to say of it. */
  readonly note?: string;
  readonly disabledReason?: string | undefined;
  readonly begin: () => Promise<GivenLink>;
  readonly onClose: () => void;
}

/** Says what a link to a new password means, makes it, and then shows it. */
export function ResetPasswordPanel(props: ResetPasswordPanelProps) {
  const { begin, disabledReason, note, onClose, person, problem } = props;
  const { t } = useTranslation();
  // The answer holds the link: forget it with this panel.
  const reset = useMutation({ mutationFn: begin, gcTime: 0 });
  const done = useGivenLink("passwordReset", reset.data, onClose);
  const error = reset.error ?? problem;

  return (
    <FormPanel
      title={t("resetPassword.title")}
      subtitle={person && <bdi>{person.email}</bdi>}
      submitLabel={t("resetPassword.submit")}
      submit={() => reset.mutate()}
      isPending={reset.isPending || (person === undefined && !problem)}
      disabledReason={disabledReason ?? (problem ? t("errors.gone") : undefined)}
      outcome={done}
      onClose={onClose}
    >
      <div className="panel-form">
        {person && (
          <p>
            <Rich i18nKey="resetPassword.text" values={{ name: person.name, email: person.email }} />
          </p>
        )}
        <p>{t("resetPassword.effect")}</p>
        {note !== undefined && <p className="field-description">{note}</p>}
        {error && <ProblemBanner error={error} />}
      </div>
    </FormPanel>
  );
}
