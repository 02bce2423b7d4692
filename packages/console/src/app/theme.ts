import { useSyncExternalStore } from "react";

/** `system` follows the machine's own setting. */
export type Theme = "system" | "light" | "dark";

// public/theme.js reads it before the first paint.
const STORAGE_KEY = "latchkey.theme";
const listeners = new Set<() => void>();

function read(): Theme {
  const stored = document.documentElement.dataset["theme"];
  return stored === "light" || stored === "dark" ? stored : "system";
}

function choose(theme: Theme): void {
  if (theme === "system") {
    delete document.documentElement.dataset["theme"];
    localStorage.removeItem(STORAGE_KEY);
  } else {
    document.documentElement.dataset["theme"] = theme;
    localStorage.setItem(STORAGE_KEY, theme);
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The theme chosen in this browser, and how to choose another. */
export function useTheme(): { readonly theme: Theme; readonly chooseTheme: (theme: Theme) => void } {
  return { theme: useSyncExternalStore(subscribe, read), chooseTheme: choose };
}
