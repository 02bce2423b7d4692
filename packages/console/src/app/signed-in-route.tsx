import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext, createRoute, Outlet, redirect } from "@tanstack/react-router";
import { sessionQuery } from "../api/session.ts";
import { NotFoundPage } from "../pages/errors/NotFoundPage.tsx";
import { paths } from "../paths.ts";
import { BarePage } from "./BarePage.tsx";
import { DocumentTitle } from "./DocumentTitle.tsx";
import { KeptLanguage } from "./KeptLanguage.tsx";

interface RouterContext {
  readonly queries: QueryClient;
}

/** What every page stands in. */
export const rootRoute = createRootRouteWithContext<RouterContext>()({
  component: () => (
    <>
      <DocumentTitle />
      <KeptLanguage />
      <Outlet />
    </>
  ),
  notFoundComponent: () => (
    <BarePage>
      <NotFoundPage />
    </BarePage>
  ),
});

/** Ends loading a route: another is to be shown in its place. */
export function sendTo(href: string): never {
  redirect({ href, replace: true, throw: true });
  throw new Error("a redirect is thrown");
}

/** What every page stands in that is for somebody who is signed in: it knows who. */
export const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: "signed-in",
  beforeLoad: async ({ context, location }) => {
    const session = await context.queries.query({ ...sessionQuery, staleTime: "static" });
    const { user } = session;
    if (user === null) {
      sendTo(paths.signIn(location.href === paths.home() ? undefined : location.href));
    }
    return { session: { ...session, user } };
  },
  component: Outlet,
});
