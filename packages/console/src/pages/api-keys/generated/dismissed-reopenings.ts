import type { TokenLink } from "../../../api/token-links.ts";

const STORAGE_KEY = "latchkey.dismissed-reopenings";
const KEPT = 100;

/** Whether somebody said in this browser that a link's second opening was all right. A third one isn't by that. */
export function isReopeningDismissed(link: Pick<TokenLink, "id" | "reopenings">): boolean {
  return read().includes(nameOf(link));
}

export function dismissReopening(link: Pick<TokenLink, "id" | "reopenings">): void {
  localStorage.setItem(STORAGE_KEY, JSON.stringify([...read(), nameOf(link)].slice(-KEPT)));
}

function nameOf({ id, reopenings }: Pick<TokenLink, "id" | "reopenings">): string {
  return `${id}:${reopenings}`;
}

function read(): readonly string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? "[]");
    return Array.isArray(stored) ? stored.filter((name) => typeof name === "string") : [];
  } catch {
    // Not ours: somebody else wrote it.
    return [];
  }
}
