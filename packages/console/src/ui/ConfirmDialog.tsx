import { type ReactNode, useState } from "react";
import { Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { Button } from "./Button.tsx";
import { Checkbox } from "./Checkbox.tsx";
import "./overlay.css";
import "./confirm-dialog.css";

export interface ConfirmDialogProps {
  readonly title: string;
  /** What will happen, and to whom. */
  readonly children: ReactNode;
  readonly confirmLabel: string;
  readonly cancelLabel: string;
  /** Default: `danger`. */
  readonly tone?: "danger" | "primary";
  /** A sentence that has to be ticked before anything can happen, and why nothing can until then. */
  readonly acknowledgement?: { readonly label: string; readonly reason: string };
  /** Why it can't be done at all: what stands in its way is what the dialog has to say. */
  readonly disabledReason?: string | undefined;
  readonly isPending?: boolean;
  /** What went wrong when it was tried. */
  readonly error?: ReactNode;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}

export function ConfirmDialog(props: ConfirmDialogProps) {
  const {
    title,
    children,
    confirmLabel,
    cancelLabel,
    tone = "danger",
    acknowledgement,
    disabledReason,
    error,
    onConfirm,
    onCancel,
  } = props;
  const isPending = props.isPending ?? false;
  const [isAcknowledged, setAcknowledged] = useState(false);
  return (
    <ModalOverlay
      isOpen
      isKeyboardDismissDisabled={isPending}
      onOpenChange={(isOpen) => {
        if (!isOpen && !isPending) onCancel();
      }}
      className="overlay"
      data-place="center"
    >
      <Modal className="confirm">
        <Dialog role="alertdialog" className="confirm-dialog">
          <Heading slot="title" className="dialog-title">
            {title}
          </Heading>
          <div className="confirm-text">{children}</div>
          {acknowledgement && (
            <Checkbox isSelected={isAcknowledged} onChange={setAcknowledged} isDisabled={isPending}>
              {acknowledgement.label}
            </Checkbox>
          )}
          {error}
          <div className="confirm-buttons">
            <Button onPress={onCancel} autoFocus>
              {cancelLabel}
            </Button>
            <Button
              variant={tone}
              onPress={onConfirm}
              isPending={isPending}
              disabledReason={
                disabledReason ?? (acknowledgement && !isAcknowledged ? acknowledgement.reason : undefined)
              }
            >
              {confirmLabel}
            </Button>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
