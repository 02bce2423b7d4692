import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { LANGUAGES, startI18n } from "../../app/i18n.ts";
import { describeAttempt, describeEvent, EVENT_GROUPS, hostOf, statusReason } from "./webhook-words.ts";

/** Every type of message that the service can send, as its own source lists them. */
function serviceTypes(): string[] {
  const file = join(import.meta.dirname, "../../../../server/src/domain/webhook.ts");
  const [, list = ""] = /const TYPES = \{([^}]+)\}/.exec(readFileSync(file, "utf8")) ?? [];
  return [...list.matchAll(/: "([a-z._]+)"/g)].map(([, type = ""]) => type);
}

const types = serviceTypes();

test("whatever the service can tell of can be chosen, once", () => {
  expect(types.length).toBeGreaterThan(8);
  expect(EVENT_GROUPS.flatMap(({ events }) => events).toSorted()).toEqual(types.toSorted());
});

describe.each(LANGUAGES)("%s", (language) => {
  const { t } = startI18n(language);

  test("has other words for each type, and for the test", () => {
    const words = [...types, "webhook.test"].map((type) => describeEvent(t, type));
    expect(words.filter((word) => /[._]/.test(word))).toEqual([]);
    expect(new Set(words).size).toBe(types.length + 1);
  });

  test("has other words for each way in which an attempt ends", () => {
    const problems = [null, "answer", "timed-out", "unreachable", "name-unknown", "address-refused"] as const;
    const words = problems.map((problem) => describeAttempt(t, { at: "", status: 500, problem }));
    expect(new Set(words).size).toBe(problems.length);
    expect(words.filter((word) => word.includes("500"))).toHaveLength(2);
  });
});

test("a type that a newer service knows is shown as it is called", () => {
  const { t } = startI18n("en");
  expect(describeEvent(t, "moon.landed")).toBe("moon.landed");
});

test("says why a webhook turned itself off, and nothing where somebody did", () => {
  const { t } = startI18n("en");
  expect(statusReason(t, { statusReason: "failing" })).toContain("three days");
  expect(statusReason(t, { statusReason: "gone" })).toContain("410");
  expect(statusReason(t, { statusReason: null })).toBeUndefined();
});

test("is known by its host", () => {
  expect(hostOf("https://hooks.example.com:8443/in?key=1")).toBe("hooks.example.com:8443");
  expect(hostOf("nothing of the kind")).toBe("nothing of the kind");
});
