/**
 * A point in time some calendar months later, in UTC: the same day and time of day, or, where that month is too short, its
 * last day. 31 August and six months is the last day of February.
 *
 * @param ms milliseconds since 1970
 */
export function addMonths(ms: number, months: number): number {
  const date = new Date(ms);
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth() + months;
  const day = Math.min(date.getUTCDate(), daysIn(year, month));
  return Date.UTC(year, month, day) + timeOfDay(ms);
}

/** A stretch of time in milliseconds since 1970, both ends included. */
export interface TimeSpan {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * The points in time to which adding some months gives one that is not later than `nowMs`: in other words, when something
 * was made that is that old now. They aren't all that lie before some moment: in the morning of a 28 February, what was made
 * in the evening of a 30 August isn't six months old yet, and what was made in the morning of the 31st is.
 */
export function monthsBefore(nowMs: number, months: number): readonly TimeSpan[] {
  const now = new Date(nowMs);
  const year = now.getUTCFullYear();
  const thatMonth = now.getUTCMonth() - months;
  const day = now.getUTCDate();
  const time = timeOfDay(nowMs);
  const last = daysIn(year, thatMonth);
  // Where that month is shorter, all of it is long enough ago once its last day's turn is over.
  if (day > last) return [{ fromMs: 0, toMs: Date.UTC(year, thatMonth + 1, 1) - 1 }];
  const spans = [{ fromMs: 0, toMs: Date.UTC(year, thatMonth, day) + time }];
  if (day !== daysIn(year, now.getUTCMonth())) return spans;
  for (let later = day + 1; later <= last; later++) {
    const fromMs = Date.UTC(year, thatMonth, later);
    spans.push({ fromMs, toMs: fromMs + time });
  }
  return spans;
}

const DAY_MS = 86_400_000;

/** Also before 1970, where a remainder would be negative. */
function timeOfDay(ms: number): number {
  return ((ms % DAY_MS) + DAY_MS) % DAY_MS;
}

/** @param month from 0; may lie outside of the year */
function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
}
