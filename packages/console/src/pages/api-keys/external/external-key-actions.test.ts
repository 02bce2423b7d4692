import { expect, test, vi } from "vitest";
import { startI18n } from "../../../app/i18n.ts";
import { externalKeyActions } from "./external-key-actions.ts";

const { t } = startI18n("en");
const on = { edit: vi.fn(), showUse: vi.fn(), explain: vi.fn(), remove: vi.fn(), release: vi.fn(), keep: vi.fn() };

const actionsFor = (disabledReason: string | undefined) =>
  externalKeyActions(t, { isBeyond: false, quarantined: false }, disabledReason, on).map((action) => [
    action.label,
    action.disabledReason,
  ]);

test("a host manages what its account gives the key, and nothing that is its owner's (S8)", () => {
  expect(actionsFor(undefined)).toEqual(["Edit", "Use", "Check access", "Remove"].map((label) => [label, undefined]));
});

test("who may only look may look, and is told what is missing for the rest", () => {
  expect(actionsFor("because")).toEqual([
    ["Edit", "because"],
    ["Use", undefined],
    ["Check access", undefined],
    ["Remove", "because"],
  ]);
});
