import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import type { ParseKeys, TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { type Catalog, catalogQuery } from "../../api/catalog.ts";

/** Latchkey's own part of every catalog, in words of the reader's language. What the platform supplies is its own to word. */
const OWN_PRODUCT = "account";
const OWN_CATEGORY = "account-settings";
export const OWN_RESOURCES: Readonly<Record<string, ParseKeys>> = {
  "account.view-api-keys": "ownResources.viewApiKeys",
  "account.edit-api-keys": "ownResources.editApiKeys",
  "account.renew-api-token": "ownResources.renewApiToken",
  "account.edit-api-keys-settings": "ownResources.editApiKeysSettings",
  "account.verify-api-keys": "ownResources.verifyApiKeys",
  "account.view-roles": "ownResources.viewRoles",
  "account.edit-roles": "ownResources.editRoles",
  "account.view-users": "ownResources.viewUsers",
  "account.edit-users": "ownResources.editUsers",
  "account.view-audit": "ownResources.viewAudit",
};

/** Every resource of the platform, by product and category. */
export function useCatalog({ enabled = true } = {}): UseQueryResult<Catalog> {
  const { t } = useTranslation();
  return useQuery({ ...catalogQuery, enabled, select: (catalog) => inWords(t, catalog) });
}

function inWords(t: TFunction, catalog: Catalog): Catalog {
  return {
    products: catalog.products.map((product) => {
      if (product.id !== OWN_PRODUCT) return product;
      const categories = product.categories.map((category) => ({
        ...category,
        ...(category.id === OWN_CATEGORY && { name: t("ownResources.category") }),
        resources: category.resources.map((resource) => {
          const words = OWN_RESOURCES[resource.key];
          return words === undefined ? resource : { ...resource, name: t(words) };
        }),
      }));
      return { ...product, name: t("ownResources.product"), categories };
    }),
  };
}
