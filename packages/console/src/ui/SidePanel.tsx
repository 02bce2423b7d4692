import type { ReactNode } from "react";
import { Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { IconButton } from "./IconButton.tsx";
import "./overlay.css";
import "./side-panel.css";

export interface SidePanelProps {
  readonly title: string;
  readonly subtitle?: ReactNode;
  readonly closeLabel: string;
  readonly onClose: () => void;
  /** Default: true. When false neither Escape nor a click beside it closes the panel, and it has no close button. */
  readonly isDismissable?: boolean;
  /** Buttons that stay in view while the content scrolls. */
  readonly footer: ReactNode;
  readonly children: ReactNode;
}

/**
 * A dialog at the right edge that leaves room for a form. On a narrow screen it is the screen.
 *
 * A click beside it doesn't close it: what was typed would be lost by a slip of the hand.
 */
export function SidePanel({
  title,
  subtitle,
  closeLabel,
  onClose,
  isDismissable = true,
  footer,
  children,
}: SidePanelProps) {
  return (
    <ModalOverlay
      isOpen
      isKeyboardDismissDisabled={!isDismissable}
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      className="overlay"
      data-place="side"
    >
      <Modal className="side-panel">
        <Dialog className="side-panel-dialog">
          <header className="side-panel-header">
            <div className="side-panel-titles">
              <Heading slot="title" className="dialog-title">
                {title}
              </Heading>
              {subtitle !== undefined && <p className="side-panel-subtitle">{subtitle}</p>}
            </div>
            {isDismissable && <IconButton icon="close" label={closeLabel} onPress={onClose} />}
          </header>
          <div className="side-panel-body">{children}</div>
          <footer className="side-panel-footer">{footer}</footer>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
