import { useTranslation } from "react-i18next";
import { EXPORT_FORMATS, keyExportUrl } from "../../api/key-settings.ts";
import { DownloadMenu } from "../../ui/DownloadMenu.tsx";
import { useAccess } from "../shared/access-context.ts";

const WORDS = {
  xlsx: { label: "keyExport.xlsx", about: "keyExport.xlsxAbout" },
  csv: { label: "keyExport.csv", about: "keyExport.csvAbout" },
  json: { label: "keyExport.json", about: "keyExport.jsonAbout" },
} as const;

/** Takes both lists of keys along as a file, which the service writes while the browser keeps it. */
export function ExportMenu() {
  const { t } = useTranslation();
  const { account } = useAccess();
  return (
    <DownloadMenu
      label={t("keyExport.button")}
      files={EXPORT_FORMATS.map((format) => ({
        id: format,
        label: t(WORDS[format].label),
        description: t(WORDS[format].about),
        href: keyExportUrl(account.name, format),
      }))}
    />
  );
}
