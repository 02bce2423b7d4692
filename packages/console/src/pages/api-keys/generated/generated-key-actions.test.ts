import { expect, test, vi } from "vitest";
import { startI18n } from "../../../app/i18n.ts";
import { generatedKey, newToken, oldToken, waitingLink } from "../../../testing/sample-data.ts";
import { generatedKeyActions } from "./generated-key-actions.ts";

const { t } = startI18n("en");
const choices = {
  disabledReason: undefined,
  renewDisabledReason: undefined,
  isBeyond: false,
  edit: vi.fn(),
  showUse: vi.fn(),
  explain: vi.fn(),
  renew: vi.fn(),
  deleteOldToken: vi.fn(),
  undoRenewal: vi.fn(),
  voidLink: vi.fn(),
  deactivate: vi.fn(),
  activate: vi.fn(),
  remove: vi.fn(),
  release: vi.fn(),
  keep: vi.fn(),
};
const unopened = { ...newToken, link: waitingLink };
const firstUnopened = { ...oldToken, link: waitingLink };

/** Label and reason of each action, by id. */
function actionsOf(tokens: (typeof generatedKey)["tokens"], change: Partial<typeof choices> | object = {}) {
  const actions = generatedKeyActions(t, { ...generatedKey, tokens }, { ...choices, ...change });
  return Object.fromEntries(actions.map(({ id, disabledReason }) => [id, disabledReason]));
}

test("an active key can be edited, renewed, deactivated and deleted", () => {
  const actions = generatedKeyActions(t, generatedKey, choices);
  expect(actions.map(({ label }) => label)).toEqual([
    "Edit",
    "Renew token",
    "Hosts and use",
    "Check access",
    "Deactivate",
    "Delete key",
  ]);
  for (const action of actions) action.onAction();
  for (const done of [
    choices.edit,
    choices.renew,
    choices.showUse,
    choices.explain,
    choices.deactivate,
    choices.remove,
  ]) {
    expect(done).toHaveBeenCalledOnce();
  }
});

test("a quarantined key is released, or stays inactive, instead of being activated", () => {
  const quarantined = { ...generatedKey, status: "inactive", quarantined: true } as const;
  const actions = generatedKeyActions(t, quarantined, choices);
  expect(actions.map(({ id }) => id)).toEqual([
    "release",
    "keep-inactive",
    "edit",
    "renew",
    "use",
    "explain",
    "delete",
  ]);
  const beyond = generatedKeyActions(t, quarantined, { ...choices, isBeyond: true });
  expect(beyond[0]?.disabledReason).toContain("more than you hold");
  expect(beyond[1]?.disabledReason).toBeUndefined();
});

test("rule 7: a key that gives more than the user holds can be neither activated nor renewed", () => {
  const inactive = { ...generatedKey, status: "inactive" } as const;
  const actions = generatedKeyActions(t, inactive, { ...choices, isBeyond: true });
  expect(actions.map(({ id, disabledReason }) => [id, disabledReason])).toEqual([
    ["edit", undefined],
    ["renew", expect.stringContaining("more than you hold")],
    ["use", undefined],
    ["explain", undefined],
    ["activate", expect.stringContaining("more than you hold")],
    ["delete", undefined],
  ]);
});

test("while a renewal is open it can be completed or undone, and its link made void as long as it waits", () => {
  expect(Object.keys(actionsOf([oldToken, newToken]))).toEqual([
    "edit",
    "delete-old-token",
    "undo-renewal",
    "use",
    "explain",
    "deactivate",
    "delete",
  ]);
  const actions = generatedKeyActions(t, { ...generatedKey, tokens: [oldToken, unopened] }, choices);
  const labels = [
    "Edit",
    "Delete old token",
    "Undo renewal",
    "Void link",
    "Hosts and use",
    "Check access",
    "Deactivate",
    "Delete key",
  ];
  expect(actions.map(({ label }) => label)).toEqual(labels);
  for (const action of actions.slice(1, 4)) action.onAction();
  for (const done of [choices.deleteOldToken, choices.undoRenewal, choices.voidLink]) {
    expect(done).toHaveBeenCalledOnce();
  }
});

test("what will happen by itself isn't offered again", () => {
  const completing = { ...unopened, link: { ...waitingLink, completesRenewal: true } };
  const actions = actionsOf([oldToken, completing]);
  expect(actions["delete-old-token"]).toMatch(/as soon as the link to the new token is opened/);
  expect(actions["undo-renewal"]).toBeUndefined();
});

test("a key whose first link waits can't be renewed before that is void; one without tokens can", () => {
  expect(actionsOf([firstUnopened])).toMatchObject({ renew: expect.stringContaining("Void the link first") as string });
  expect(actionsOf([firstUnopened])).toHaveProperty("void-link", undefined);
  expect(actionsOf([])).toHaveProperty("renew", undefined);
  expect(actionsOf([])).not.toHaveProperty("void-link");
});

test("who may change nothing sees every action, each change with the reason", () => {
  const reasons = { disabledReason: "look only", renewDisabledReason: "no renewing" };
  expect(actionsOf([oldToken], reasons)).toEqual({
    edit: "look only",
    renew: "no renewing",
    use: undefined,
    deactivate: "look only",
    delete: "look only",
  });
  expect(actionsOf([oldToken, unopened], reasons)).toMatchObject({
    "delete-old-token": "no renewing",
    "undo-renewal": "no renewing",
    "void-link": "no renewing",
  });
});

test("a link may be made void by whoever may make one: with the key, or by renewing", () => {
  expect(actionsOf([firstUnopened], { renewDisabledReason: "no" })["void-link"]).toBeUndefined();
  expect(actionsOf([firstUnopened], { disabledReason: "no" })["void-link"]).toBe("no");
  expect(actionsOf([oldToken, unopened], { disabledReason: "no" })["void-link"]).toBeUndefined();
  expect(actionsOf([oldToken, unopened], { renewDisabledReason: "no" })["void-link"]).toBe("no");
});
