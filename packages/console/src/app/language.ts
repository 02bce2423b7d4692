import { useTranslation } from "react-i18next";
import { chooseLanguage, type Language, LANGUAGES } from "./i18n.ts";

const STORAGE_KEY = "latchkey.language";

/** The language to begin with: the one chosen in this browser, else the first that the browser asks for and the console has. */
export function readLanguage(): Language {
  const stored = localStorage.getItem(STORAGE_KEY);
  return LANGUAGES.find((language) => language === stored) ?? chooseLanguage(navigator.languages);
}

/** What a language calls itself: whoever looks for theirs reads no other. */
export function nameLanguage(language: Language): string {
  const name = new Intl.DisplayNames(language, { type: "language" }).of(language) ?? language;
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
}

/** The language that is shown, and how to choose another, which this browser then keeps. */
export function useLanguage(): { readonly language: Language; readonly setLanguage: (language: Language) => void } {
  const { i18n } = useTranslation();
  return {
    language: chooseLanguage([i18n.language]),
    setLanguage: (language) => {
      localStorage.setItem(STORAGE_KEY, language);
      void i18n.changeLanguage(language);
    },
  };
}
