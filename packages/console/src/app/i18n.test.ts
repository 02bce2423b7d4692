import { expect, test } from "vitest";
import { startI18n } from "./i18n.ts";

test.each([["en"], ["en-US"], ["EN_us.UTF-8"], ["en-US@posix"], ["tlh"], ["not a tag"], [""], ["*"]])(
  "a browser that wants %j gets a language that the console has",
  (wanted) => {
    const { language } = startI18n([wanted]);
    expect(language).toBe("en");
  },
);
