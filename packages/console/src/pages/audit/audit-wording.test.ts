import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { LANGUAGES, startI18n } from "../../app/i18n.ts";
import { actionChoices, ACTIONS, describeAction, FAMILIES, familyOf } from "./audit-wording.ts";

/** Every action that the service can write, as its own source lists them. */
function serviceActions(): string[] {
  const file = join(import.meta.dirname, "../../../../server/src/domain/audit-event.ts");
  const source = readFileSync(file, "utf8");
  const [, union = ""] = /export type AuditAction =([^;]+);/.exec(source) ?? [];
  return [...union.matchAll(/"([a-z.-]+)"/g)].map(([, action = ""]) => action);
}

const actions = serviceActions();

test("the service's actions are found", () => {
  expect(actions.length).toBeGreaterThan(15);
  expect(actions).toContain("external-key.added");
});

describe.each(LANGUAGES)("%s", (language) => {
  const { t } = startI18n(language);

  test.each(actions)("has words for %s", (action) => {
    expect(describeAction(t, action)).not.toMatch(/^$|[.]/);
    expect(Object.keys(ACTIONS)).toContain(action);
    expect(Object.keys(FAMILIES)).toContain(familyOf(action));
  });

  test("has other words for each", () => {
    expect(new Set(actions.map((action) => describeAction(t, action))).size).toBe(actions.length);
  });

  test("offers each action of an account once, and each family", () => {
    const values = actionChoices(t, false).map(({ value }) => value);
    expect(new Set(values).size).toBe(values.length);
    const ofAccounts = actions.filter(
      (action) => !/^(catalog|installation|service-key|operator|platform)\./.test(action),
    );
    expect(values).toEqual(expect.arrayContaining([...ofAccounts, ...ofAccounts.map((one) => `${familyOf(one)}.`)]));
    expect(values.some((value) => value.startsWith("catalog"))).toBe(false);
  });

  test("offers of the platform's log what can stand there", () => {
    const families = new Set(actionChoices(t, true).map(({ value }) => familyOf(value) || value));
    expect(families).toEqual(new Set(["catalog", "installation", "service-key", "operator", "user"]));
  });

  test("shows an action that it doesn't know as it is called", () => {
    expect(describeAction(t, "moon.landed")).toBe("moon.landed");
    expect(describeAction(t, "constructor")).toBe("constructor");
  });
});
