import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { LANGUAGES, startI18n } from "../../app/i18n.ts";
import { OWN_ROLES, roleInWords } from "./use-roles.ts";

/** The roles that come with the service itself, as its source has them: id, name and description. */
function serviceRoles(): string[][] {
  const file = join(import.meta.dirname, "../../../../server/src/domain/catalog.ts");
  const [, list = ""] =
    /const roles: Role\[\] = \[([\s\S]+?)\.\.\.catalog\.roles/.exec(readFileSync(file, "utf8")) ?? [];
  return [...list.matchAll(/id: (\S+),\s+name: "([^"]+)",\s+description: "([^"]+)"/g)].map(
    ([, id = "", name = "", description = ""]) => [id === "OWNER_ROLE" ? "owner" : id.slice(1, -1), name, description],
  );
}

test("each of the service's own roles has words, in English those of the service", () => {
  const { t } = startI18n("en");
  const roles = serviceRoles();
  expect(roles).toHaveLength(2);
  const words = Object.entries(OWN_ROLES).map(([id, { name, description }]) => [id, t(name), t(description)]);
  expect(words).toEqual(roles);
});

test.each(LANGUAGES)("no two of them are called the same in %s", (language) => {
  const { t } = startI18n(language);
  expect(new Set(Object.values(OWN_ROLES).map(({ name }) => t(name))).size).toBe(2);
});

test("they alone are called otherwise, and only what was said of them is", () => {
  const { t } = startI18n("es");
  expect(roleInWords(t, { id: "owner", name: "Owner" })).toEqual({ id: "owner", name: "Propietario" });
  const described = { id: "owner", name: "Owner", description: "Everything in the account.", resources: [] };
  expect(roleInWords(t, described)).toEqual({
    id: "owner",
    name: "Propietario",
    description: "Todo en la cuenta.",
    resources: [],
  });
  for (const id of ["oms-read-only", "constructor"]) {
    const role = { id, name: "OMS - Read only" };
    expect(roleInWords(t, role)).toBe(role);
  }
});
