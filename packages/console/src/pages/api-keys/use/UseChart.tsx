import { useTranslation } from "react-i18next";
import type { UseReport } from "../../../api/use.ts";
import { everyDay, sumOf, type UseDay } from "./use-days.ts";
import "./use.css";

const HEIGHT = 56;
const BAR_WIDTH = 6;
const STEP = 9;

/** Thirty days as bars, and what they come to in words, for who doesn't see bars. */
export function UseChart({ report }: { readonly report: UseReport }) {
  const { t, i18n } = useTranslation();
  const days = everyDay(report);
  const { allowed, refused } = sumOf(days);
  const most = Math.max(1, ...days.map((day) => day.allowed + day.refused));
  const number = new Intl.NumberFormat(i18n.language);
  return (
    <figure className="use-chart">
      <svg
        viewBox={`0 0 ${days.length * STEP} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="use-chart-bars"
        aria-hidden="true"
      >
        {days.map((day, index) => (
          <Bar key={day.day} day={day} x={index * STEP} most={most} />
        ))}
      </svg>
      <figcaption className="use-chart-words">
        <span>
          <strong>{number.format(allowed)}</strong> {t("use.allowed", { count: allowed })}
        </span>
        <span data-tone={refused > 0 ? "refused" : undefined}>
          <strong>{number.format(refused)}</strong> {t("use.refused", { count: refused })}
        </span>
        <span className="use-chart-span">{t("use.days", { count: days.length })}</span>
      </figcaption>
    </figure>
  );
}

function Bar({ day, x, most }: { readonly day: UseDay; readonly x: number; readonly most: number }) {
  // What happened at all is seen, however little it is beside the most.
  const heightOf = (count: number) => (count === 0 ? 0 : Math.max(2, (count / most) * (HEIGHT - 2)));
  const allowed = heightOf(day.allowed);
  const refused = heightOf(day.refused);
  return (
    <>
      <rect x={x} y={HEIGHT - 1} width={BAR_WIDTH} height={1} className="use-bar-ground" />
      <rect x={x} y={HEIGHT - allowed} width={BAR_WIDTH} height={allowed} className="use-bar-allowed" />
      <rect x={x} y={HEIGHT - allowed - refused} width={BAR_WIDTH} height={refused} className="use-bar-refused" />
    </>
  );
}
