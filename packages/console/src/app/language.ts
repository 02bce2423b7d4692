import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { i18n } from "i18next";
import { useTranslation } from "react-i18next";
import { changeProfile } from "../api/profile.ts";
import { sessionQuery } from "../api/session.ts";
import { useToast } from "../ui/Toast.tsx";
import { chooseLanguage, type Language, LANGUAGES } from "./i18n.ts";

const STORAGE_KEY = "latchkey.language";

/** The language to begin with: the one chosen in this browser, else the first that the browser asks for and the console has. */
export function readLanguage(): Language {
  const stored = localStorage.getItem(STORAGE_KEY);
  return LANGUAGES.find((language) => language === stored) ?? chooseLanguage(navigator.languages);
}

/** Has this page speak what was chosen on another page of this browser. */
export function followLanguage(i18n: i18n): void {
  addEventListener("storage", ({ key }) => {
    if (key === STORAGE_KEY) void i18n.changeLanguage(readLanguage());
  });
}

/** What a language calls itself: whoever looks for theirs reads no other. */
export function nameLanguage(language: Language): string {
  const name = new Intl.DisplayNames(language, { type: "language" }).of(language) ?? language;
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
}

interface LanguageChoice {
  readonly language: Language;
  /** Shows another language, which this browser then keeps. */
  readonly showLanguage: (language: Language) => void;
  /** Shows another language, and keeps it for the person, where one is signed in, wherever they sign in. */
  readonly setLanguage: (language: Language) => void;
}

/** The language that is shown, and how to choose another. */
export function useLanguage(): LanguageChoice {
  const { t, i18n } = useTranslation();
  const queries = useQueryClient();
  const toast = useToast();
  const { mutate } = useMutation({
    mutationFn: (language: Language) => changeProfile(queries, { language }),
    onError: () => toast(t("shell.languageNotKept")),
  });

  function showLanguage(language: Language): void {
    localStorage.setItem(STORAGE_KEY, language);
    void i18n.changeLanguage(language);
  }

  return {
    language: chooseLanguage([i18n.language]),
    showLanguage,
    setLanguage: (language) => {
      showLanguage(language);
      if (queries.getQueryData(sessionQuery.queryKey)?.user) mutate(language);
    },
  };
}
