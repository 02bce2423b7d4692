import { LatchkeyError } from "@latchkey/sdk/latchkey-error";
import { ownerOfKeyString } from "@latchkey/sdk/credential-format";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { type FoundKey, lookupQuery } from "../../../api/external-keys.ts";
import { judgeKeyInput } from "./key-input.ts";

const TYPING_PAUSE_MS = 200;
/** Of what may be whole already, or go on: each look-up that finds nothing counts. */
const LONG_PAUSE_MS = 1_000;

/** What is known of whose a key string is. */
export type KeyLookup =
  | { readonly kind: "none" | "looking" | "own" | "unknown" }
  | { readonly kind: "found" | "added"; readonly found: FoundKey }
  | { readonly kind: "failed"; readonly error: Error; readonly retry: () => void };

/**
 * Looks up the owner of what stands in the field, once it is a whole key string and typing has paused. A look-up that is
 * overtaken by further typing is ended.
 */
export function useKeyLookup(account: string, text: string): KeyLookup {
  const owner = ownerOfKeyString(text);
  const isImported = judgeKeyInput(text).kind === "imported";
  const isWhole = owner !== undefined || isImported;
  const settled = useSettled(text, isImported ? LONG_PAUSE_MS : TYPING_PAUSE_MS);
  const isAsked = isWhole && owner !== account && settled === text;
  const { data, error, refetch, isFetching } = useQuery({ ...lookupQuery(account, text), enabled: isAsked });

  if (!isWhole) return { kind: "none" };
  if (owner === account || data?.owner.account === account) return { kind: "own" };
  if (!isAsked || (isFetching && data === undefined)) return { kind: "looking" };
  if (data !== undefined) return { kind: data.alreadyAdded ? "added" : "found", found: data };
  if (error === null) return { kind: "looking" };
  if (error instanceof LatchkeyError && error.code === "OWN_KEY") return { kind: "own" };
  if (error instanceof LatchkeyError && error.code === "UNKNOWN_KEY") return { kind: "unknown" };
  return { kind: "failed", error, retry: () => void refetch() };
}

/** A text once it has stayed the same for the pause. */
function useSettled(text: string, pauseMs: number): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), pauseMs);
    return () => clearTimeout(timer);
  }, [text, pauseMs]);
  return settled;
}
