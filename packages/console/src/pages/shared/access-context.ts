import { useQuery } from "@tanstack/react-query";
import { createContext, use } from "react";
import { useTranslation } from "react-i18next";
import type { Access } from "../../api/access.ts";
import { sessionQuery } from "../../api/session.ts";
import { useCatalog } from "./use-catalog.ts";

/** The account that the page is about, and what the signed-in user may do in it. */
export const AccessContext = createContext<Access | undefined>(undefined);

/** @throws outside a page of an account */
export function useAccess(): Access {
  const access = use(AccessContext);
  if (access === undefined) throw new Error("useAccess is for pages of an account");
  return access;
}

/** The name of a resource, as the catalog has it, or in the reader's language where it is one of our own; its key where the catalog doesn't know it, or isn't there yet. */
export function useResourceName(): (resource: string) => string {
  const { data: session } = useQuery({ ...sessionQuery, enabled: false });
  // Nobody but who is signed in may ask for it.
  const { data: catalog } = useCatalog({ enabled: Boolean(session?.user) });
  return (resource) => {
    for (const product of catalog?.products ?? []) {
      for (const category of product.categories) {
        const found = category.resources.find((candidate) => candidate.key === resource);
        if (found) return found.name;
      }
    }
    return resource;
  };
}

/** Why the user can't do what needs a resource, in words; `undefined` where they can. */
export function usePermissionReason(): (resource: string) => string | undefined {
  const { resources } = useAccess();
  const { t } = useTranslation();
  const nameOf = useResourceName();
  return (resource) =>
    resources.includes(resource) ? undefined : t("errors.needsPermission", { name: nameOf(resource), resource });
}
