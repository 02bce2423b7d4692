import { fileURLToPath } from "node:url";
import type { Server } from "../compose.ts";
import type { Actor } from "../domain/actor.ts";
import { resourceKeysOf } from "../domain/catalog.ts";
import type { KeyProfile } from "../domain/key.ts";
import { NO_REQUEST } from "../domain/origin.ts";
import { addOperator } from "../usecases/add-operator.ts";
import { addUser } from "../usecases/add-user.ts";
import { admitExternalKey } from "../usecases/admit-external-key.ts";
import type { Access } from "../usecases/access.ts";
import { createAccount } from "../usecases/create-account.ts";
import { createRole } from "../usecases/create-role.ts";
import { editAccount } from "../usecases/edit-account.ts";
import { editExternalKey } from "../usecases/edit-external-key.ts";
import { editKey } from "../usecases/edit-key.ts";
import { generateKey } from "../usecases/generate-key.ts";
import { generateServiceKey } from "../usecases/generate-service-key.ts";
import { renewToken } from "../usecases/renew-token.ts";
import { applyCatalog, readCatalogFile } from "./catalog-file.ts";
import { addPastUse } from "./demo-use.ts";

/** Everybody in the demo signs in with this. */
export const DEMO_PASSWORD = "latchkey-demo";
/** Who runs the demo's platform. */
export const DEMO_OPERATOR = "operator@latchkey.example";

/** How long ago the demo's first account was made. */
export const DEMO_BEGINS_DAYS_AGO = 290;

const COMMERCE_CATALOG = fileURLToPath(new URL("../../catalogs/commerce.json", import.meta.url));

/** What somebody needs to try a verification at once. Shown to them and kept nowhere. */
export interface DemoCredentials {
  readonly serviceKey: string;
  readonly key: string;
  readonly token: string;
}

const ACCOUNTS = [
  { name: "acme", displayName: "Acme Store" },
  { name: "farmaciasapp", displayName: "Farmácias App" },
  { name: "credipay", displayName: "CrediPay" },
  { name: "zoom", displayName: "Zoom" },
  { name: "madeiramadeira", displayName: "MadeiraMadeira" },
  { name: "opteplus", displayName: "CSU Opte+" },
] as const;

type AccountName = (typeof ACCOUNTS)[number]["name"];

/**
 * Fills an empty installation with what a commerce platform looks like, by the same use cases that people use.
 *
 * @param moveTo lets the server's clock go on until so many days before now: some tokens are old
 */
export async function createDemoData(server: Server, moveTo: (daysAgo: number) => void): Promise<DemoCredentials> {
  const { ports, operator } = server;
  const catalog = await readCatalogFile(COMMERCE_CATALOG);
  await applyCatalog(server, catalog);
  await addOperator(ports, operator, { email: DEMO_OPERATOR, name: "Paula (platform team)", password: DEMO_PASSWORD });
  for (const account of ACCOUNTS) {
    await createAccount(ports, operator, account);
    await addPeople(server, account);
  }
  const credipayNeeds = catalog.products
    .filter((product) => product.id === "oms" || product.id === "pci-gateway")
    .flatMap(resourceKeysOf);
  await generateOldKeys(server, moveTo);
  moveTo(60);
  const keys = await generatePartnersKeys(server, credipayNeeds);
  moveTo(0);
  await generateStoreKeys(server);
  await admitPartners(server, credipayNeeds, keys);
  await editAccount(ports, operator, "opteplus", { status: "suspended" }, undefined);
  await addPastUse(server, [
    { key: keys.farmaciasapp.key, account: "acme", resource: "oms.view-order", times: 412 },
    { key: keys.farmaciasapp.key, account: "acme", resource: "logistics.logistics-viewer", times: 96 },
    { key: keys.farmaciasapp.key, account: "acme", resource: "oms.cancel-order", times: 3, outcome: "refused-by-host" },
    { key: keys.farmaciasapp.key, account: "zoom", resource: null, times: 58 },
    { key: keys.credipay.key, account: "acme", resource: "oms.view-order", times: 137 },
    { key: keys.zoom.key, account: "acme", resource: "oms.view-order", times: 21 },
  ]);
  const { token: serviceKey } = await generateServiceKey(ports, operator, "Orders API");
  return { serviceKey: given(serviceKey), ...keys.farmaciasapp };
}

/** The token of what was just made. */
function given(token: string | undefined): string {
  if (token === undefined) throw new Error("made without a token");
  return token;
}

async function addPeople(server: Server, { name, displayName }: { name: AccountName; displayName: string }) {
  const access = accessTo(name, server.operator.actor);
  const viewer = await createRole(server.ports, access, {
    name: "Viewer",
    description: "Sees API keys, roles, users and the audit log, and changes nothing.",
    resources: ["account.view-api-keys", "account.view-roles", "account.view-users", "account.view-audit"],
  });
  const people = [
    { who: "owner", name: `Olivia (${displayName})`, roles: ["owner"] },
    { who: "viewer", name: `Victor (${displayName})`, roles: [viewer.id] },
    { who: "staff", name: `Sam (${displayName})`, roles: ["oms-read-only"] },
  ];
  for (const { who, name: personName, roles } of people) {
    await addUser(server.ports, access, {
      email: `${who}@${name}.example`,
      name: personName,
      roles,
      password: DEMO_PASSWORD,
    });
  }
}

/** The key that each partner hands out to the stores that it works with (scenarios S1 to S5). */
async function generatePartnersKeys(server: Server, credipayNeeds: readonly string[]) {
  const generate = async (account: AccountName, name: string, profile: KeyProfile | null = null) => {
    const owner = await ownerOf(server, account);
    const { key, delivered } = await generateKey(server.ports, owner, { name, roles: [], profile });
    if (delivered?.kind !== "inline") throw new Error("the demo has no token to show");
    return { key: key.key, token: delivered.token };
  };
  return {
    farmaciasapp: await generate("farmaciasapp", "Sellers' integration"),
    credipay: await generate("credipay", "Merchant connector", {
      description: "Credit for your business customers: reads and changes orders, and settles their payments.",
      resources: credipayNeeds,
    }),
    zoom: await generate("zoom", "Marketplace sellers"),
    madeiramadeira: await generate("madeiramadeira", "Sellers"),
    opteplus: await generate("opteplus", "Loyalty marketplaces"),
  };
}

/** Keys whose tokens nobody has renewed: the renewal of two is overdue, that of one is recommended. */
async function generateOldKeys(server: Server, moveTo: (daysAgo: number) => void): Promise<void> {
  const { ports } = server;
  const acme = await ownerOf(server, "acme");
  const old = await generateKey(ports, acme, { name: "Old warehouse", roles: ["logistics-read-only"] });
  moveTo(220);
  await generateKey(ports, acme, { name: "ERP", roles: ["oms-full-access", "logistics-full-access"] });
  moveTo(120);
  await editKey(ports, acme, old.key.key, { status: "inactive" }, undefined);
  await generateKey(ports, acme, { name: "Order dashboard", roles: ["oms-read-only"] });
}

async function generateStoreKeys(server: Server): Promise<void> {
  const { ports } = server;
  const acme = await ownerOf(server, "acme");
  await generateKey(ports, acme, { name: "Price updates (not in use yet)", roles: [] });
  const farmacias = await ownerOf(server, "farmaciasapp");
  const reporting = await generateKey(ports, farmacias, { name: "Reporting", roles: ["oms-read-only"] });
  // Both of its tokens work, until somebody deletes the old one.
  await renewToken(ports, farmacias, reporting.key.key, { tokenDelivery: "inline", oldToken: "later" });
}

async function admitPartners(
  server: Server,
  credipayNeeds: readonly string[],
  keys: Record<Exclude<AccountName, "acme">, { key: string; token: string }>,
): Promise<void> {
  const { ports } = server;
  const acme = await ownerOf(server, "acme");
  const credipayRole = await createRole(ports, acme, {
    name: "CrediPay connector",
    description: "What CrediPay's guide asks for: all of OMS and all of PCI Gateway.",
    resources: credipayNeeds,
  });
  const zoomRole = await createRole(ports, acme, {
    name: "Zoom",
    description: "Made while its key was added.",
    resources: ["oms.view-order", "logistics.logistics-viewer"],
  });
  const admit = (key: string, name: string, roles: readonly string[]) =>
    admitExternalKey(ports, acme, { key, name, roles, expiresAtMs: null });
  await admit(keys.credipay.key, "CrediPay (credit for companies)", [credipayRole.id]);
  await admit(keys.opteplus.key, "Opte+ and its affiliates", ["oms-read-only"]);
  await admit(keys.madeiramadeira.key, "MadeiraMadeira", ["integrationprofile-fulfillment-oms"]);
  await admit(keys.zoom.key, "Zoom", [zoomRole.id]);
  await admit(keys.farmaciasapp.key, "Farmácias App", ["oms-read-only", "logistics-read-only"]);
  await editExternalKey(ports, acme, keys.madeiramadeira.key, { status: "inactive" }, undefined);

  const zoom = await ownerOf(server, "zoom");
  await admitExternalKey(ports, zoom, {
    key: keys.farmaciasapp.key,
    name: "Farmácias",
    roles: ["seller-manager"],
    expiresAtMs: null,
  });
}

/** As the owner of an account would act. */
async function ownerOf({ ports }: Server, account: AccountName): Promise<Access> {
  const owner = await ports.reads.users.findByEmail(`owner@${account}.example`);
  if (!owner) throw new Error(`the demo has no owner of ${account}`);
  return accessTo(account, { kind: "user", id: owner.id, name: owner.name });
}

function accessTo(account: string, actor: Actor): Access {
  const access: Access = {
    account,
    actor,
    resources: "all",
    origin: NO_REQUEST,
    renew: () => Promise.resolve(access),
  };
  return access;
}
