import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

/** Lengths in seconds, and how many make a unit worth using: "45 days ago" says more than "last month". */
const UNITS = [
  ["year", 31_557_600, 2],
  ["month", 2_629_800, 2],
  ["day", 86_400, 1],
  ["hour", 3600, 1],
  ["minute", 60, 1],
] as const;
const TICK_MS = 30_000;

/** The time by this browser's clock, in milliseconds since 1970, near enough for words such as "4 minutes ago". */
export function useNow(): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return nowMs;
}

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
  const nowMs = useNow();
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
  return describeDistance(-Math.max(0, nowMs - Date.parse(at)), language);
}

/** How long it is until something, in the language's own words: "in 21 hours". */
export function describeUntil(at: string, nowMs: number, language: string): string {
  return describeDistance(Math.max(0, Date.parse(at) - nowMs), language);
}

function describeDistance(ms: number, language: string): string {
  const seconds = Math.abs(ms) / 1000;
  const format = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  for (const [unit, length, least] of UNITS) {
    if (seconds >= length * least) return format.format(Math.sign(ms) * Math.floor(seconds / length), unit);
  }
  return format.format(0, "second");
}

/** A time to the minute, in the browser's own time zone. */
export function describeTime(at: string, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" }).format(new Date(at));
}
