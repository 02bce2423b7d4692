import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import type { i18n as I18n } from "i18next";
import { I18nProvider, RouterProvider as LinkProvider } from "react-aria-components";
import { I18nextProvider, useTranslation } from "react-i18next";
import { ConfirmProvider } from "../pages/shared/ConfirmProvider.tsx";
import { ToastProvider } from "../ui/Toast.tsx";
import type { createConsoleRouter } from "./router.tsx";

interface AppProps {
  readonly i18n: I18n;
  readonly queries: QueryClient;
  readonly router: ReturnType<typeof createConsoleRouter>;
}

export function App({ i18n, queries, router }: AppProps) {
  // Also renders everything anew in another language.
  const { language } = useTranslation(undefined, { i18n }).i18n;
  return (
    <I18nextProvider i18n={i18n}>
      <I18nProvider locale={language}>
        <QueryClientProvider client={queries}>
          <LinkProvider navigate={(href) => void router.navigate({ href })}>
            <Overlays>
              <RouterProvider router={router} />
            </Overlays>
          </LinkProvider>
        </QueryClientProvider>
      </I18nProvider>
    </I18nextProvider>
  );
}

function Overlays({ children }: { readonly children: React.ReactNode }) {
  const { t } = useTranslation();
  return (
    <ToastProvider dismissLabel={t("common.dismiss")}>
      <ConfirmProvider>{children}</ConfirmProvider>
    </ToastProvider>
  );
}
