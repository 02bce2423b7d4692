import type { Access } from "../api/access.ts";
import type { Catalog } from "../api/catalog.ts";
import type { ExternalKey } from "../api/external-keys.ts";
import type { GeneratedKey } from "../api/generated-keys.ts";
import type { Role } from "../api/roles.ts";

export const catalog: Catalog = {
  products: [
    {
      id: "oms",
      name: "OMS",
      categories: [
        {
          id: "oms-access",
          name: "OMS access",
          resources: [
            { key: "oms.view-order", name: "View order" },
            { key: "oms.cancel-order", name: "Cancel order" },
          ],
        },
      ],
    },
    {
      id: "pci-gateway",
      name: "PCI Gateway",
      categories: [{ id: "edit", name: "Edit", resources: [{ key: "pci-gateway.refund", name: "Refund payments" }] }],
    },
    {
      id: "account",
      name: "Account",
      categories: [
        {
          id: "keys",
          name: "API keys",
          resources: [
            { key: "account.view-api-keys", name: "View API keys" },
            { key: "account.edit-api-keys", name: "Edit API keys" },
          ],
        },
      ],
    },
  ],
};

export const omsReadOnly = sampleRole("oms-read-only", "OMS - Read only", ["oms.view-order"]);
export const omsFullAccess = sampleRole("oms-full-access", "OMS - Full access", ["oms.view-order", "oms.cancel-order"]);
export const payments = sampleRole("payments", "Payments", ["pci-gateway.refund"]);
export const roles = { items: [omsFullAccess, omsReadOnly, payments], nextCursor: null, total: 3 };

function sampleRole(id: string, name: string, resources: string[]): Role {
  return {
    id,
    name,
    description: `Role ${name}.`,
    predefined: true,
    resources,
    uses: { keys: 0, externalKeys: 0, users: 0 },
    etag: `"${id}"`,
  };
}

/** An administrator of Acme Store who holds everything in OMS and about keys, and nothing of payments. */
export const access: Access = {
  account: { name: "acme", displayName: "Acme Store", status: "active", createdAt: "2026-01-05T09:00:00.000Z" },
  resources: ["account.view-api-keys", "account.edit-api-keys", "oms.view-order", "oms.cancel-order"],
};

export const externalKey: ExternalKey = {
  key: "lk-credipay-3RWPMKGWKK7E",
  owner: { account: "credipay", displayName: "CrediPay" },
  name: "Credit for companies",
  roles: [{ id: "oms-read-only", name: "OMS - Read only" }],
  addedAt: "2026-11-20T10:00:00.000Z",
  addedBy: { kind: "user", id: "u1", name: "Olivia" },
  status: "active",
  statusReason: null,
  suspendedHere: false,
  expiresAt: null,
  lastUsedAt: null,
};

export const generatedKey: GeneratedKey = {
  key: "lk-acme-XN95MAY0MV4X",
  name: "ERP",
  roles: [{ id: "oms-read-only", name: "OMS - Read only" }],
  status: "active",
  createdAt: "2026-11-20T10:00:00.000Z",
  createdBy: { kind: "user", id: "u1", name: "Olivia" },
  tokens: [],
  profile: null,
  hostCount: 3,
  lastUsedAt: null,
};
