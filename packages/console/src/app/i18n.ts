import i18next, { type i18n } from "i18next";
import { initReactI18next } from "react-i18next";
import en from "../locales/en.json";
import es from "../locales/es.json";
import ptBr from "../locales/pt-BR.json";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "translation";
    resources: { translation: typeof en };
  }
}

/** Every language of the console, as a BCP 47 tag. A new one is a file of wording and a line here; no page knows. */
const LOCALES = {
  en: { translation: en },
  "pt-BR": { translation: ptBr },
  es: { translation: es },
} as const;

export type Language = keyof typeof LOCALES;

export const LANGUAGES = Object.keys(LOCALES) as readonly Language[];

/**
 * The first language of those wanted that the console has, else English.
 *
 * @param wanted BCP 47 tags, or what a browser takes for some, the most wanted first
 */
export function chooseLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const found = LANGUAGES.find((language) => primaryOf(language) === primaryOf(tag));
    if (found !== undefined) return found;
  }
  return "en";
}

/**
 * The first part of a tag alone: whoever reads any Portuguese is served by that of Brazil, and a browser may name what its
 * system is set to, such as `en-US@posix`, which `Intl` throws at.
 */
function primaryOf(tag: string): string {
  return tag
    .split(/[^A-Za-z]/, 1)
    .join("")
    .toLowerCase();
}

/** Starts the console's wording in a language. */
export function startI18n(language: Language): i18n {
  const instance = i18next.createInstance();
  // Everything is bundled, so this is done when it returns.
  void instance.use(initReactI18next).init({
    resources: LOCALES,
    lng: language,
    fallbackLng: "en",
    initAsync: false,
    // React escapes.
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  return instance;
}
