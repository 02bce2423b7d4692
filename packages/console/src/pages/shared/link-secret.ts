import { useSyncExternalStore } from "react";

/** Addresses that one-time links lead to. */
const LINK_PAGES = /^\/(credentials|join)\/[^/]+\/?$/;

let secret: string | undefined;
const listeners = new Set<() => void>();

/**
 * Takes the secret of a one-time link out of the address as soon as it is there: neither the browser's history, nor the
 * router, nor anybody who sees or copies the address bar keeps it. Call it once, before there is a router.
 */
export function takeLinkSecrets(): void {
  take();
  // Another link pasted over the address of the first one loads no page.
  addEventListener("hashchange", take);
}

function take(): void {
  if (!LINK_PAGES.test(location.pathname) || location.hash === "") return;
  secret = location.hash.slice(1);
  history.replaceState(history.state, "", location.pathname + location.search);
  for (const listener of listeners) listener();
}

/** Forgets the secret: it has been used up, or is of no use. */
export function forgetLinkSecret(): void {
  secret = undefined;
  for (const listener of listeners) listener();
}

/** The secret of the link by which the page was opened; undefined where the address had none, or it is forgotten. */
export function useLinkSecret(): string | undefined {
  return useSyncExternalStore(subscribe, read);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function read(): string | undefined {
  return secret;
}
