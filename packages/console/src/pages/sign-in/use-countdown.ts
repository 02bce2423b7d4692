import { useEffect, useState } from "react";

/** How long to wait where the service doesn't say. */
export const DEFAULT_WAIT_SECONDS = 60;

/** Seconds that are left of a wait, 0 where there is none, and a way to start one. It renders each second while it lasts. */
export function useCountdown(): readonly [secondsLeft: number, start: (seconds: number) => void] {
  const [wait, setWait] = useState({ untilMs: 0, nowMs: 0 });
  const secondsLeft = Math.max(0, Math.ceil((wait.untilMs - wait.nowMs) / 1000));
  const isOver = secondsLeft === 0;

  useEffect(() => {
    if (isOver) return;
    const timer = setInterval(() => setWait(({ untilMs }) => ({ untilMs, nowMs: performance.now() })), 1000);
    return () => clearInterval(timer);
  }, [isOver]);

  function start(seconds: number): void {
    const nowMs = performance.now();
    setWait({ untilMs: nowMs + seconds * 1000, nowMs });
  }

  return [secondsLeft, start];
}
