import { useBlocker } from "@tanstack/react-router";
import { useConfirm } from "./ConfirmProvider.tsx";

interface LeaveGuard {
  /** Whether leaving loses nothing any more. */
  readonly isSafe: boolean;
  readonly title: string;
  /** What is lost. */
  readonly text: string;
  readonly confirmLabel: string;
  readonly cancelLabel: string;
}

/** Leaving needs a word until it is safe: by button, by Back, or (in the browser's own words) by closing the tab. */
export function useLeaveGuard({ isSafe, title, text, confirmLabel, cancelLabel }: LeaveGuard): void {
  const confirm = useConfirm();
  useBlocker({
    disabled: isSafe,
    enableBeforeUnload: true,
    shouldBlockFn: () =>
      new Promise((resolve) =>
        confirm({
          title,
          body: <p>{text}</p>,
          confirmLabel,
          cancelLabel,
          onConfirm: () => resolve(false),
          onCancel: () => resolve(true),
        }),
      ),
  });
}
