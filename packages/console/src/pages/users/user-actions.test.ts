import { expect, test, vi } from "vitest";
import { startI18n } from "../../app/i18n.ts";
import { userActions } from "./user-actions.ts";

const { t } = startI18n("en");
const choices = {
  disabledReason: undefined,
  isSelf: false,
  isLastOwner: false,
  edit: vi.fn(),
  resetPassword: vi.fn(),
  endSessions: vi.fn(),
  remove: vi.fn(),
};

function reasons(change: object) {
  return userActions(t, { ...choices, ...change }).map(({ disabledReason }) => disabledReason);
}

test("somebody's roles are edited, their password reset, their sessions ended, and they are removed", () => {
  for (const action of userActions(t, choices)) action.onAction();
  for (const done of [choices.edit, choices.resetPassword, choices.endSessions, choices.remove])
    expect(done).toHaveBeenCalledOnce();
  expect(reasons({})).toEqual([undefined, undefined, undefined, undefined]);
});

test("rule 14: the last owner can't be removed, and the menu says why", () => {
  expect(reasons({ isLastOwner: true })).toEqual([
    undefined,
    undefined,
    undefined,
    expect.stringContaining("Make somebody else an owner first."),
  ]);
});

test("one's own password is changed, and one's sessions are ended, elsewhere", () => {
  expect(reasons({ isSelf: true })).toEqual([
    undefined,
    expect.stringContaining("your profile"),
    expect.stringContaining("your profile"),
    undefined,
  ]);
});

test("who may change nobody is told so, whatever else there is to say", () => {
  expect(reasons({ disabledReason: "no", isSelf: true, isLastOwner: true })).toEqual(["no", "no", "no", "no"]);
});
