import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-aria-components";
import { paths } from "../paths.ts";
import { ProductMark } from "../ui/Icon.tsx";
import "./shell/shell.css";

/** A page with nothing around it but the way home: for what can happen before it is known who is asking. */
export function BarePage({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <div className="shell">
      <header className="top-bar">
        <Link href={paths.home()} className="top-bar-home" aria-label={t("common.home")}>
          <ProductMark />
          <span className="top-bar-product">{t("common.product")}</span>
        </Link>
      </header>
      <main className="shell-content">{children}</main>
    </div>
  );
}
