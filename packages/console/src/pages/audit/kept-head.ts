import type { AuditHead } from "../../api/audit.ts";

/** A head as it is copied and kept; `latchkey audit verify --heads` reads it, too. */
export function headText({ account, mac, sequence }: AuditHead): string {
  return JSON.stringify({ account, sequence, mac });
}

/** Reads what was kept; `undefined` where it is no head. */
export function readHead(text: string): AuditHead | undefined {
  try {
    const { account, mac, sequence } = JSON.parse(text) as Partial<Record<keyof AuditHead, unknown>>;
    const isHead =
      typeof account === "string" &&
      typeof mac === "string" &&
      /^[0-9a-f]{64}$/.test(mac) &&
      typeof sequence === "number" &&
      Number.isSafeInteger(sequence) &&
      sequence > 0;
    return isHead ? { account, sequence, mac, at: null } : undefined;
  } catch {
    return undefined;
  }
}
