import { PLATFORM } from "../domain/account.ts";
import { type Access, type OperatorAccess, requireResource } from "./access.ts";

/** A log that somebody was let into. Use cases take it as proof of that. */
export interface AuditLog {
  /** Whose it is; `PLATFORM` for what concerns no single account. */
  readonly account: string;
}

/** @throws DomainError `FORBIDDEN` */
export function accountLog(access: Access): AuditLog {
  requireResource(access, "account.view-audit");
  return { account: access.account };
}

/** The platform's own log, which operators alone may see. */
export function platformLog(_operator: OperatorAccess): AuditLog {
  return { account: PLATFORM };
}
