import { createRoute, useNavigate } from "@tanstack/react-router";
import { WEBHOOK_SORTS } from "../api/webhooks.ts";
import { parseListSearch } from "../pages/api-keys/list/list-search.ts";
import { AddWebhookPanel } from "../pages/webhooks/AddWebhookPanel.tsx";
import { parseDeliveriesSearch } from "../pages/webhooks/deliveries-search.ts";
import { DeliveriesPage } from "../pages/webhooks/DeliveriesPage.tsx";
import { EditWebhookPanel } from "../pages/webhooks/EditWebhookPanel.tsx";
import { RotateSecretPanel } from "../pages/webhooks/RotateSecretPanel.tsx";
import { WebhooksPage } from "../pages/webhooks/WebhooksPage.tsx";
import { accountRoute } from "./account-route.tsx";

const listRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: "/webhooks",
  staticData: { titleKey: "webhooks.page" },
  validateSearch: (raw: Record<string, unknown>) => parseListSearch(raw, WEBHOOK_SORTS, []),
  component: WebhooksPage,
});

const addRoute = createRoute({
  getParentRoute: () => listRoute,
  path: "/add",
  staticData: { titleKey: "webhooks.add" },
  component: function AddWebhook() {
    return <AddWebhookPanel onClose={useClose()} />;
  },
});

const editRoute = createRoute({
  getParentRoute: () => listRoute,
  path: "/$webhook/edit",
  staticData: { titleKey: "webhookForm.editTitle" },
  component: function EditWebhook() {
    return <EditWebhookPanel webhookId={editRoute.useParams().webhook} onClose={useClose()} />;
  },
});

const secretRoute = createRoute({
  getParentRoute: () => listRoute,
  path: "/$webhook/secret",
  staticData: { titleKey: "webhooks.rotate" },
  component: function RotateSecret() {
    return <RotateSecretPanel webhookId={secretRoute.useParams().webhook} onClose={useClose()} />;
  },
});

/** Back to the list of webhooks, as it was. */
function useClose(): () => void {
  const navigate = useNavigate();
  const { account } = accountRoute.useParams();
  return () => void navigate({ to: listRoute.to, params: { account }, search: true, state: true });
}

/** A page of its own, not a panel over the list. */
const deliveriesRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: "/webhooks/$webhook/deliveries",
  staticData: { titleKey: "deliveries.page" },
  validateSearch: parseDeliveriesSearch,
  component: DeliveriesPage,
});

/** The pages of *Webhooks*. */
export const webhooksRoutes = [listRoute.addChildren([addRoute, editRoute, secretRoute]), deliveriesRoute] as const;
