import { Header, MenuItem, MenuSection, Text } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { Icon } from "../../ui/Icon.tsx";
import { LANGUAGES } from "../i18n.ts";
import { nameLanguage, useLanguage } from "../language.ts";

/** The console's languages, each by the name that it has in itself. */
export function LanguageSection() {
  const { t } = useTranslation();
  const { language, setLanguage } = useLanguage();
  return (
    <MenuSection
      className="menu-section"
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[language]}
      shouldCloseOnSelect={false}
      onSelectionChange={(keys) => {
        const chosen = LANGUAGES.find((candidate) => keys !== "all" && keys.has(candidate));
        if (chosen) setLanguage(chosen);
      }}
    >
      <Header className="menu-heading">{t("shell.language")}</Header>
      {LANGUAGES.map((candidate) => (
        <MenuItem key={candidate} id={candidate} textValue={nameLanguage(candidate)} className="menu-item">
          <Icon name="globe" />
          <span className="menu-item-text">
            <Text slot="label" lang={candidate}>
              {nameLanguage(candidate)}
            </Text>
          </span>
          <Icon name="check" data-part="check" />
        </MenuItem>
      ))}
    </MenuSection>
  );
}
