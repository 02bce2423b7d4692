import { afterEach, beforeEach, vi } from "vitest";

/** What the clock says in tests of what speaks of time: noon of 24 November 2026. Timers go on as ever. */
export function stopClockAtNoon(): void {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-24T12:00:00.000Z") });
  });
  afterEach(() => {
    vi.useRealTimers();
  });
}
