import { expect, test, vi } from "vitest";
import { startI18n } from "../../../app/i18n.ts";
import { generatedKey } from "../../../testing/sample-data.ts";
import { generatedKeyActions } from "./generated-key-actions.ts";

const { t } = startI18n("en");
const choices = {
  disabledReason: undefined,
  activateReason: undefined,
  edit: vi.fn(),
  showUse: vi.fn(),
  deactivate: vi.fn(),
  activate: vi.fn(),
  remove: vi.fn(),
};

test("an active key can be edited, deactivated and deleted", () => {
  const actions = generatedKeyActions(t, generatedKey, choices);
  expect(actions.map(({ label }) => label)).toEqual(["Edit", "Hosts and use", "Deactivate", "Delete key"]);
  for (const action of actions) action.onAction();
  expect(choices.edit).toHaveBeenCalledOnce();
  expect(choices.showUse).toHaveBeenCalledOnce();
  expect(choices.deactivate).toHaveBeenCalledOnce();
  expect(choices.remove).toHaveBeenCalledOnce();
});

test("an inactive key can be activated, unless it gives more than the user holds", () => {
  const inactive = { ...generatedKey, status: "inactive" } as const;
  const actions = generatedKeyActions(t, inactive, { ...choices, activateReason: "too much" });
  expect(actions.map(({ id, disabledReason }) => [id, disabledReason])).toEqual([
    ["edit", undefined],
    ["use", undefined],
    ["activate", "too much"],
    ["delete", undefined],
  ]);
});

test("who may change nothing sees every action, each that changes something with the reason", () => {
  const actions = generatedKeyActions(t, generatedKey, { ...choices, disabledReason: "look only" });
  expect(actions.map(({ disabledReason }) => disabledReason)).toEqual([
    "look only",
    undefined,
    "look only",
    "look only",
  ]);
});
