// First: it names the order of the style layers.
import "./app/base.css";
import "./app/tokens.css";
import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/jetbrains-mono/wght.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createQueryClient } from "./api/query-client.ts";
import { forgetSession } from "./api/session.ts";
import { App } from "./app/App.tsx";
import { startI18n } from "./app/i18n.ts";
import { followLanguage, readLanguage } from "./app/language.ts";
import { createConsoleRouter } from "./app/router.tsx";
import { takeLinkSecrets } from "./pages/shared/link-secret.ts";

takeLinkSecrets();

const root = document.getElementById("root");
if (root === null) throw new Error("the page has no #root");

const i18n = startI18n(readLanguage());
document.documentElement.lang = i18n.language;
i18n.on("languageChanged", (language) => {
  document.documentElement.lang = language;
});
followLanguage(i18n);

const queries = createQueryClient(() => {
  const { pathname, href } = router.latestLocation;
  if (pathname === "/sign-in") return;
  forgetSession(queries);
  void router.navigate({ to: "/sign-in", search: { to: href, ended: true }, ignoreBlocker: true });
});
const router = createConsoleRouter(queries);

createRoot(root).render(
  <StrictMode>
    <App i18n={i18n} queries={queries} router={router} />
  </StrictMode>,
);
