import type { Access } from "../api/access.ts";
import type { Catalog } from "../api/catalog.ts";
import type { ExternalKey } from "../api/external-keys.ts";
import type { GeneratedKey } from "../api/generated-keys.ts";
import type { KeyToken } from "../api/key-token.ts";
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
            { key: "account.renew-api-token", name: "Renew API tokens" },
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
    uses: { keys: 0, externalKeys: 0, users: 0, invitations: 0 },
    etag: `"${id}"`,
  };
}

/** An administrator of Acme Store who holds everything in OMS and about keys, and nothing of payments. */
export const access: Access = {
  account: { name: "acme", displayName: "Acme Store", status: "active", createdAt: "2026-01-05T09:00:00.000Z" },
  resources: [
    "account.view-api-keys",
    "account.edit-api-keys",
    "account.renew-api-token",
    "oms.view-order",
    "oms.cancel-order",
  ],
};

export const externalKey: ExternalKey = {
  quarantined: false,
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
  requestsPerMinute: null,
  allowedNetworks: [],
  lastUsedAt: null,
};

/** Long in use. */
export const oldToken: KeyToken = {
  id: "t1",
  createdAt: "2026-06-20T10:00:00.000Z",
  state: "current",
  renewalAlert: null,
  expiresAt: null,
  link: null,
  lastUsedAt: "2026-11-24T11:56:00.000Z",
  lastNetwork: "203.0.113.9",
};

/** Made two days ago, its link opened since, and not used yet. */
export const newToken: KeyToken = {
  ...oldToken,
  id: "t2",
  createdAt: "2026-11-22T10:00:00.000Z",
  state: "renewed",
  lastUsedAt: null,
  lastNetwork: null,
};

export const waitingLink = { id: "l1", expiresAt: "2026-11-25T09:00:00.000Z", completesRenewal: false };

export const generatedKey: GeneratedKey = {
  quarantined: false,
  key: "lk-acme-XN95MAY0MV4X",
  name: "ERP",
  roles: [{ id: "oms-read-only", name: "OMS - Read only" }],
  status: "active",
  createdAt: "2026-11-20T10:00:00.000Z",
  createdBy: { kind: "user", id: "u1", name: "Olivia" },
  tokens: [oldToken],
  profile: null,
  requestsPerMinute: null,
  allowedNetworks: [],
  hostCount: 3,
  lastUsedAt: null,
};
