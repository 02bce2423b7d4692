import { useMutation } from "@tanstack/react-query";
import { createContext, type ReactNode, use, useState } from "react";
import { useTranslation } from "react-i18next";
import { ConfirmDialog, type ConfirmDialogProps } from "../../ui/ConfirmDialog.tsx";
import { ProblemBanner } from "./Problem.tsx";

/** What is asked before something happens, and what happens then. */
export interface Confirmation extends Pick<
  ConfirmDialogProps,
  "title" | "confirmLabel" | "tone" | "acknowledgement" | "disabledReason"
> {
  readonly body: ReactNode;
  /** Default: "Cancel". */
  readonly cancelLabel?: string;
  /** The dialog stays until it is done, and says what went wrong if it fails. */
  readonly onConfirm: () => void | Promise<void>;
  readonly onCancel?: () => void;
}

const ConfirmContext = createContext<(confirmation: Confirmation) => void>(() => undefined);

/** Asks before something happens: the one way to do so. */
export function useConfirm(): (confirmation: Confirmation) => void {
  return use(ConfirmContext);
}

export function ConfirmProvider({ children }: { readonly children: ReactNode }) {
  const [confirmation, setConfirmation] = useState<Confirmation>();
  return (
    <ConfirmContext value={setConfirmation}>
      {children}
      {confirmation && <PendingConfirmation confirmation={confirmation} onClose={() => setConfirmation(undefined)} />}
    </ConfirmContext>
  );
}

interface PendingConfirmationProps {
  readonly confirmation: Confirmation;
  readonly onClose: () => void;
}

function PendingConfirmation({ confirmation, onClose }: PendingConfirmationProps) {
  const { t } = useTranslation();
  const { body, onConfirm, onCancel, cancelLabel = t("common.cancel"), ...texts } = confirmation;
  const action = useMutation({ mutationFn: async () => onConfirm(), onSuccess: onClose });
  return (
    <ConfirmDialog
      {...texts}
      cancelLabel={cancelLabel}
      isPending={action.isPending}
      error={action.error && <ProblemBanner error={action.error} />}
      onConfirm={() => action.mutate()}
      onCancel={() => {
        onClose();
        onCancel?.();
      }}
    >
      {body}
    </ConfirmDialog>
  );
}
