import { createRoute } from "@tanstack/react-router";
import { NotFoundPage } from "../pages/errors/NotFoundPage.tsx";
import { AccountLayout } from "./AccountLayout.tsx";
import { signedInRoute } from "./signed-in-route.tsx";

/** What every page of an account stands in. */
export const accountRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/accounts/$account",
  component: AccountLayout,
  notFoundComponent: NotFoundPage,
});
