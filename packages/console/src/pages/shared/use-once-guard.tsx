import { useBlocker } from "@tanstack/react-router";
import { useRef } from "react";
import { useConfirm } from "./ConfirmProvider.tsx";

interface OnceGuard {
  /** Whether what is shown this once has been kept, so that leaving loses nothing. */
  readonly isSafe: boolean;
  readonly title: string;
  /** What is lost. */
  readonly text: string;
  readonly confirmLabel: string;
  readonly cancelLabel: string;
  /** Closes a panel that has no address of its own; default nothing, as leaving an address is noticed anyway. */
  readonly onClose?: () => void;
}

/**
 * Until what a page or panel shows this once is kept, leaving needs a word: by its button, by Back, or (in the browser's own
 * words) by closing the tab.
 *
 * @returns what the button of a panel without an address does
 */
export function useOnceGuard({ isSafe, onClose, title, text, confirmLabel, cancelLabel }: OnceGuard): () => void {
  const confirm = useConfirm();
  const isLeaving = useRef(false);

  function ask(): Promise<boolean> {
    return new Promise((resolve) =>
      confirm({
        title,
        body: <p>{text}</p>,
        confirmLabel,
        cancelLabel,
        onConfirm: () => resolve(true),
        onCancel: () => resolve(false),
      }),
    );
  }

  useBlocker({
    disabled: isSafe,
    enableBeforeUnload: true,
    // Closing a panel that has an address leaves that: once it has been asked, it isn't asked again.
    shouldBlockFn: async () => !isLeaving.current && !(await ask()),
  });
  return () => {
    if (isSafe) return onClose?.();
    void ask().then((isSure) => {
      if (!isSure) return;
      isLeaving.current = true;
      onClose?.();
    });
  };
}
