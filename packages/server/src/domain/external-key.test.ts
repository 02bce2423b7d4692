import { expect, test } from "vitest";
import { type ExternalKeyState, statusReason } from "./external-key.ts";

const NOW_MS = 1_000;
const WORKS: ExternalKeyState = { keyStatus: "active", ownerStatus: "active", status: "active", expiresAtMs: null };

test.each<[string | null, Partial<ExternalKeyState>]>([
  [null, {}],
  [null, { expiresAtMs: NOW_MS + 1 }],
  ["expired", { expiresAtMs: NOW_MS }],
  ["suspended-here", { status: "inactive", expiresAtMs: 0 }],
  ["owner-deactivated", { keyStatus: "inactive", status: "inactive", expiresAtMs: 0 }],
  ["owner-suspended", { ownerStatus: "suspended", keyStatus: "inactive", status: "inactive", expiresAtMs: 0 }],
  ["owner-deleted", { keyStatus: "deleted", ownerStatus: "suspended", status: "inactive", expiresAtMs: 0 }],
])("an external key's reason is the first that applies: %s", (reason, state) => {
  expect(statusReason({ ...WORKS, ...state }, NOW_MS)).toBe(reason);
});
