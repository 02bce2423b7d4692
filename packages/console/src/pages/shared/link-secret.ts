import { useSyncExternalStore } from "react";

/** Addresses that one-time links lead to. */
const LINK_PAGES = /^\/(credentials|join|reset)\/[^/]+\/?$/;
/** What is kept for a way out and back is kept in the tab's own storage, by the page that it belongs to. */
const KEPT_PREFIX = "latchkey.link ";
/** How long the way to a provider and back may take, in milliseconds: as long as the service waits for it. */
const AWAY_MS = 10 * 60_000;

let secret: string | undefined;
const listeners = new Set<() => void>();

/**
 * Takes the secret of a one-time link out of the address as soon as it is there: neither the browser's history, nor the
 * router, nor anybody who sees or copies the address bar keeps it. Call it once, before there is a router.
 */
export function takeLinkSecrets(): void {
  take();
  takeKept();
  // Another link pasted over the address of the first one loads no page.
  addEventListener("hashchange", take);
}

function take(): void {
  if (!LINK_PAGES.test(location.pathname) || location.hash === "") return;
  set(location.hash.slice(1));
  history.replaceState(history.state, "", location.pathname + location.search);
}

/**
 * Keeps the secret in this tab while the person is away to sign in elsewhere and comes back to the link's page: a page that is
 * left forgets it otherwise, and no address may bring it back, as the service would see it. It is there for one coming back,
 * within ten minutes. Nothing where there is no secret, or where they come back to another page.
 *
 * @param to path of the page that they come back to
 */
export function keepLinkSecretFor(to: string | undefined, nowMs = Date.now()): void {
  if (secret === undefined || to === undefined || !LINK_PAGES.test(to)) return;
  sessionStorage.setItem(KEPT_PREFIX + to, JSON.stringify({ secret, untilMs: nowMs + AWAY_MS }));
}

/** Takes back what was kept for the page that is open, and forgets what has been kept for too long, for whichever. */
export function takeKept(nowMs = Date.now()): void {
  for (const name of Object.keys(sessionStorage).filter((key) => key.startsWith(KEPT_PREFIX))) {
    const kept = read(sessionStorage.getItem(name));
    const isHere = name === KEPT_PREFIX + location.pathname;
    const isOver = kept === undefined || kept.untilMs <= nowMs;
    if (isHere || isOver) sessionStorage.removeItem(name);
    // A link that was opened anew counts before the one that was left.
    if (isHere && !isOver && secret === undefined) set(kept.secret);
  }
}

function read(text: string | null): { readonly secret: string; readonly untilMs: number } | undefined {
  try {
    const kept = JSON.parse(text ?? "") as { secret?: unknown; untilMs?: unknown };
    const { secret, untilMs } = kept;
    return typeof secret === "string" && typeof untilMs === "number" ? { secret, untilMs } : undefined;
  } catch {
    return undefined;
  }
}

function set(value: string | undefined): void {
  secret = value;
  for (const listener of listeners) listener();
}

/** Forgets the secret: it has been used up, or is of no use. */
export function forgetLinkSecret(): void {
  set(undefined);
}

/** The secret of the link by which the page was opened; undefined where the address had none, or it is forgotten. */
export function useLinkSecret(): string | undefined {
  return useSyncExternalStore(subscribe, () => secret);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
