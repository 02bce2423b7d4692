import { expect, test } from "vitest";
import type { generatedKey } from "../../../testing/sample-data.ts";
import { tokenAlert } from "./token-alert.ts";

const NOW_MS = Date.parse("2026-11-24T12:00:00.000Z");

type Token = (typeof generatedKey.tokens)[number];
const token = (fields: Partial<Token>): Token => ({
  id: "t1",
  createdAt: "2026-08-01T00:00:00.000Z",
  state: "current",
  renewalAlert: null,
  expiresAt: null,
  link: null,
  lastUsedAt: null,
  lastNetwork: null,
  ...fields,
});

const FAR = "2027-01-01T00:00:00.000Z";
const SOON = "2026-12-24T12:00:00.000Z";
const PAST = "2026-11-24T12:00:00.000Z";

test.each([
  [[], undefined],
  [[{}], undefined],
  [[{ renewalAlert: "recommended" }], { kind: "recommended" }],
  [[{ renewalAlert: "overdue" }, {}], { kind: "overdue" }],
  [[{ renewalAlert: "recommended" }, { renewalAlert: "overdue" }], { kind: "overdue" }],
  [[{ expiresAt: FAR }], undefined],
  [[{ expiresAt: SOON }], { kind: "expiring", at: SOON }],
  [[{ expiresAt: FAR }, { expiresAt: SOON }], { kind: "expiring", at: SOON }],
  [[{ expiresAt: PAST, renewalAlert: "overdue" }, { expiresAt: SOON }], { kind: "expired", at: PAST }],
] as const)("of tokens %j the most urgent is %j", (tokens, alert) => {
  expect(tokenAlert({ tokens: tokens.map(token) }, NOW_MS)).toEqual(alert);
});
