import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { LANGUAGES, startI18n } from "../../app/i18n.ts";
import { OWN_RESOURCES } from "./use-catalog.ts";

/** The service's own resources, as its source names them. */
function serviceResources(): [key: string, name: string][] {
  const file = join(import.meta.dirname, "../../../../server/src/domain/catalog.ts");
  const [, list = ""] = /SERVICE_RESOURCES = \{([^}]+)\}/.exec(readFileSync(file, "utf8")) ?? [];
  return [...list.matchAll(/"([a-z.-]+)": "([^"]+)"/g)].map(([, key = "", name = ""]) => [key, name]);
}

const resources = serviceResources();

test("each of the service's own resources has words, in English those of the service", () => {
  expect(resources.length).toBeGreaterThan(5);
  const { t } = startI18n("en");
  const words = Object.entries(OWN_RESOURCES).map(([key, wording]) => [key, t(wording)]);
  expect(words).toEqual(resources);
});

test.each(LANGUAGES)("no two of them have the same words in %s", (language) => {
  const { t } = startI18n(language);
  const words = Object.values(OWN_RESOURCES).map((wording) => t(wording));
  expect(new Set(words).size).toBe(resources.length);
});
