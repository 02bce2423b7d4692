import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./latchkey.ts";

/** The console's languages, and one a browser may ask for that each answers to. */
export const LANGUAGES = [
  { language: "en", locale: "en-GB" },
  { language: "pt-BR", locale: "pt-PT" },
  { language: "es", locale: "es-MX" },
] as const;

export type Language = (typeof LANGUAGES)[number]["language"];

/** What the console says in a language: the wording of a key such as `shell.menu`, values filled in. */
export type Wording = (key: string, values?: Readonly<Record<string, string | number>>) => string;

/** Reads the wording of a language. It throws at a key that isn't there. */
export function readWording(language: Language): Wording {
  const file = join(ROOT, "packages/console/src/locales", `${language}.json`);
  const texts = JSON.parse(readFileSync(file, "utf8")) as Record<string, Record<string, string>>;
  return (key, values = {}) => {
    const [area = "", name = ""] = key.split(".");
    const text = texts[area]?.[name];
    if (text === undefined) throw new Error(`${language} has no wording for ${key}`);
    return text.replace(/\{\{(\w+)\}\}/g, (whole, value: string) => String(values[value] ?? whole));
  };
}
