import { useEffect, useState } from "react";

const SHOWN_MS = 2000;

/** `copied` for two seconds after it worked; `failed` where the browser doesn't let the page use the clipboard. */
export type CopyState = "idle" | "copied" | "failed";

/** Puts a text on the clipboard, and knows for a while how that went. */
export function useCopy(text: string): { readonly state: CopyState; readonly copy: () => Promise<boolean> } {
  // An object, so that copying once more begins the two seconds anew.
  const [last, setLast] = useState<{ readonly state: CopyState }>({ state: "idle" });

  useEffect(() => {
    if (last.state !== "copied") return;
    const timer = setTimeout(() => setLast({ state: "idle" }), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [last]);

  async function copy(): Promise<boolean> {
    try {
      await navigator.clipboard.writeText(text);
      setLast({ state: "copied" });
      return true;
    } catch {
      setLast({ state: "failed" });
      return false;
    }
  }

  return { state: last.state, copy };
}
