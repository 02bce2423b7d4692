import { useState } from "react";
import { useTranslation } from "react-i18next";

const UNITS = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
] as const;

/** A day, with the exact time where the pointer rests on it. */
export function Day({ at }: { readonly at: string }) {
  const { i18n } = useTranslation();
  const date = new Date(at);
  const exact = new Intl.DateTimeFormat(i18n.language, { dateStyle: "full", timeStyle: "long" }).format(date);
  return (
    <time dateTime={at} title={exact}>
      {describeDay(at, i18n.language)}
    </time>
  );
}

/** A day in the language's own words: "Nov 24, 2026". */
export function describeDay(at: string, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: "medium" }).format(new Date(at));
}

/** How long ago something was when it was shown, with the exact time where the pointer rests on it. */
export function Ago({ at }: { readonly at: string }) {
  const { i18n } = useTranslation();
  const [nowMs] = useState(() => Date.now());
  const exact = new Intl.DateTimeFormat(i18n.language, { dateStyle: "full", timeStyle: "long" }).format(new Date(at));
  return (
    <time dateTime={at} title={exact}>
      {describeAgo(at, nowMs, i18n.language)}
    </time>
  );
}

/** A moment where the user is, to the second, with the exact time in UTC where the pointer rests on it. */
export function Moment({ at }: { readonly at: string }) {
  const { i18n } = useTranslation();
  return (
    <time dateTime={at} title={at}>
      {new Intl.DateTimeFormat(i18n.language, { dateStyle: "medium", timeStyle: "medium" }).format(new Date(at))}
    </time>
  );
}

/** How long ago something was, in the language's own words: "4 minutes ago". */
export function describeAgo(at: string, nowMs: number, language: string): string {
  const seconds = Math.max(0, (nowMs - Date.parse(at)) / 1000);
  const format = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  for (const [unit, length] of UNITS) {
    if (seconds >= length) return format.format(-Math.floor(seconds / length), unit);
  }
  return format.format(0, "second");
}
