import i18next, { type i18n } from "i18next";
import { initReactI18next } from "react-i18next";
import en from "../locales/en.json";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "translation";
    resources: { translation: typeof en };
  }
}

/** Every language of the console. A new one is a file of wording and a line here; no page knows. */
const LOCALES = { en: { translation: en } };

/**
 * Starts the console's wording in the first language that it has of those wanted, else in English.
 *
 * @param wanted BCP 47 tags, or what a browser takes for some, the most wanted first
 */
export function startI18n(wanted: readonly string[]): i18n {
  const instance = i18next.createInstance();
  // Everything is bundled, so this is done when it returns.
  void instance.use(initReactI18next).init({
    resources: LOCALES,
    lng: wanted.find((tag) => Object.hasOwn(LOCALES, tag)) ?? languageOf(wanted) ?? "en",
    fallbackLng: "en",
    initAsync: false,
    // React escapes.
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  return instance;
}

/** By the first part alone: a browser may name what its system is set to, such as `en-US@posix`, which `Intl` throws at. */
function languageOf(wanted: readonly string[]): string | undefined {
  return wanted
    .map((tag) =>
      tag
        .split(/[^A-Za-z]/, 1)
        .join("")
        .toLowerCase(),
    )
    .find((language) => Object.hasOwn(LOCALES, language));
}
