import { cleanup, configure, render } from "@testing-library/react";
import { QueryClientProvider } from "@tanstack/react-query";
import { createMemoryHistory, createRootRoute, createRouter, RouterContextProvider } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { I18nextProvider } from "react-i18next";
import { afterEach, vi } from "vitest";
import type { Access } from "../api/access.ts";
import { createQueryClient } from "../api/query-client.ts";
import { sessionQuery } from "../api/session.ts";
import { startI18n } from "../app/i18n.ts";
import { AccessContext } from "../pages/shared/access-context.ts";
import { ConfirmProvider } from "../pages/shared/ConfirmProvider.tsx";
import { ToastProvider } from "../ui/Toast.tsx";
import { access as defaultAccess } from "./sample-data.ts";

// As long as a machine may be busy with other things: what is awaited comes at once on one that isn't.
configure({ asyncUtilTimeout: 10_000 });

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

/** Renders something of a page of an account, in English, for somebody who may do what `access` says. */
export function renderInAccount(children: ReactNode, access: Access = defaultAccess): void {
  const queries = createQueryClient(() => undefined);
  queries.setQueryData(sessionQuery.queryKey, {
    user: { id: "u1", email: "olivia@acme.example", name: "Olivia", language: null },
    operator: false,
    accounts: [access.account],
    providers: [],
  });
  const router = createRouter({ routeTree: createRootRoute(), history: createMemoryHistory() });
  render(
    <I18nextProvider i18n={startI18n("en")}>
      <QueryClientProvider client={queries}>
        <RouterContextProvider router={router}>
          <ToastProvider dismissLabel="Dismiss">
            <ConfirmProvider>
              <AccessContext value={access}>{children}</AccessContext>
            </ConfirmProvider>
          </ToastProvider>
        </RouterContextProvider>
      </QueryClientProvider>
    </I18nextProvider>,
  );
}
