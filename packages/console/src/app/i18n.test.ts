import { describe, expect, test } from "vitest";
import { chooseLanguage, LANGUAGES, startI18n } from "./i18n.ts";

test.each([
  [["en"], "en"],
  [["en-US"], "en"],
  [["EN_us.UTF-8"], "en"],
  [["en-US@posix"], "en"],
  [["pt"], "pt-BR"],
  [["pt-BR"], "pt-BR"],
  [["pt-PT", "en"], "pt-BR"],
  [["PT_br"], "pt-BR"],
  [["es"], "es"],
  [["es-419"], "es"],
  [["es-MX", "en"], "es"],
  [["fr-CA", "pt-PT", "en"], "pt-BR"],
  [["tlh"], "en"],
  [["not a tag"], "en"],
  [["ptx"], "en"],
  [[""], "en"],
  [["*"], "en"],
  [[], "en"],
])("a browser that wants %j gets %s", (wanted, language) => {
  expect(chooseLanguage(wanted)).toBe(language);
});

describe.each(LANGUAGES)("%s", (language) => {
  const { t } = startI18n(language);

  test("has wording of its own", () => {
    const others = LANGUAGES.filter((other) => other !== language);
    for (const other of others) expect(t("shell.signOut")).not.toBe(startI18n(other).t("shell.signOut"));
  });

  test("tells one from many", () => {
    const [one, two] = [1, 2].map((count) => t("roles.permissions", { count }));
    expect(one?.replace("1", "")).not.toBe(two?.replace("2", ""));
  });
});
