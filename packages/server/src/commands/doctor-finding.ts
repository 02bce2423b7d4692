/** One thing that a doctor looked at. */
export interface Finding {
  readonly level: "ok" | "warning" | "problem";
  readonly about: string;
  readonly says: string;
  /** What to do. */
  readonly mend?: string;
}

export function ok(about: string, says: string): Finding {
  return { level: "ok", about, says };
}

/** It works, but had better be otherwise. */
export function warning(about: string, says: string, mend: string): Finding {
  return { level: "warning", about, says, mend };
}

/** It doesn't work, or isn't safe. */
export function problem(about: string, says: string, mend: string): Finding {
  return { level: "problem", about, says, mend };
}
