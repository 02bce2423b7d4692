import { createContext, type ReactNode, use, useCallback, useEffect, useState } from "react";
import { Icon } from "./Icon.tsx";
import { IconButton } from "./IconButton.tsx";
import "./toast.css";

const SHOWN_MS = 6000;

interface Toast {
  readonly id: number;
  readonly text: string;
}

const ToastContext = createContext<(text: string) => void>(() => undefined);

/** Says that something was done: shown for six seconds, read out politely. Failures stand where they happened instead. */
export function useToast(): (text: string) => void {
  return use(ToastContext);
}

interface ToastProviderProps {
  readonly dismissLabel: string;
  readonly children: ReactNode;
}

export function ToastProvider({ dismissLabel, children }: ToastProviderProps) {
  const [toast, setToast] = useState<Toast>();
  const [isHeld, setHeld] = useState(false);
  const show = useCallback((text: string) => setToast((previous) => ({ id: (previous?.id ?? 0) + 1, text })), []);

  useEffect(() => {
    if (toast === undefined || isHeld) return;
    const timer = setTimeout(() => setToast(undefined), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [toast, isHeld]);

  return (
    <ToastContext value={show}>
      {children}
      {/* data-react-aria-top-layer: a dialog that is open hides everything outside it from screen readers, but not this. */}
      <div className="toast-region" role="status" data-react-aria-top-layer="true">
        {toast && (
          <div
            key={toast.id}
            className="toast"
            onMouseEnter={() => setHeld(true)}
            onMouseLeave={() => setHeld(false)}
            onFocus={() => setHeld(true)}
            onBlur={() => setHeld(false)}
          >
            <Icon name="check" />
            <span className="toast-text">{toast.text}</span>
            <IconButton
              icon="close"
              label={dismissLabel}
              onPress={() => {
                setHeld(false);
                setToast(undefined);
              }}
            />
          </div>
        )}
      </div>
    </ToastContext>
  );
}
