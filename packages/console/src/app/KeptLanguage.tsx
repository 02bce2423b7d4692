import { useQuery } from "@tanstack/react-query";
import { useEffect, useEffectEvent } from "react";
import { sessionQuery } from "../api/session.ts";
import { useLanguage } from "./language.ts";

/** Speaks the language that the person chose for themselves, in whatever browser they sign in. */
export function KeptLanguage() {
  const { data: session } = useQuery({ ...sessionQuery, enabled: false });
  const { showLanguage } = useLanguage();
  const show = useEffectEvent(showLanguage);
  const kept = session?.user?.language ?? undefined;
  useEffect(() => {
    if (kept !== undefined) show(kept);
  }, [kept]);
  return null;
}
