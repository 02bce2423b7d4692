import type { ParseKeys } from "i18next";
import { Fragment, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

const PARTS = /<(strong|code)>(.*?)<\/\1>|\{\{(\w+)\}\}/g;

interface RichProps {
  readonly i18nKey: ParseKeys;
  readonly values?: Readonly<Record<string, string | number>>;
  /** Chooses the plural, and is the value of the same name. */
  readonly count?: number;
}

/**
 * Wording with `<strong>` and `<code>` in it, not within each other. Marks in the wording count; a value is text whatever
 * stands in it: values are names that anybody may choose. That is why it isn't react-i18next's `Trans`, which reads the
 * wording and the values alike.
 */
export function Rich({ i18nKey, values = {}, count }: RichProps) {
  const { t } = useTranslation();
  const wording = t(i18nKey, { skipInterpolation: true, ...(count !== undefined && { count }) });
  return <>{fill(wording, { ...values, ...(count !== undefined && { count }) })}</>;
}

function fill(wording: string, values: NonNullable<RichProps["values"]>): readonly ReactNode[] {
  const nodes: ReactNode[] = [];
  let end = 0;
  for (const match of wording.matchAll(PARTS)) {
    const [whole, Mark, marked, name] = match;
    nodes.push(wording.slice(end, match.index));
    if (Mark === "strong" || Mark === "code") nodes.push(<Mark key={match.index}>{fill(marked ?? "", values)}</Mark>);
    else nodes.push(<Fragment key={match.index}>{name === undefined ? whole : values[name]}</Fragment>);
    end = match.index + whole.length;
  }
  nodes.push(wording.slice(end));
  return nodes;
}
