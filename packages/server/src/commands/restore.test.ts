import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { KnownChanges } from "../domain/change.ts";
import {
  addAccounts,
  addKey,
  addRole,
  addUser,
  admit,
  beginReset,
  invite,
  type ListOf,
  loadCatalog,
} from "../http/test-fixtures.ts";
import { addLinkedKey, renew, reveal, works } from "../http/test-tokens.ts";
import { engineNames } from "../storage/test-database.ts";
import type { TestServer } from "../test-server.ts";
import { backup, restore, type RestoreOptions } from "./backup.ts";
import { exportChanges } from "./known-changes.ts";
import { createFolder, createPlace, MACHINE, type Place } from "./test-installation.ts";

const silent = () => undefined;
const UNDECIDED: RestoreOptions = { changes: undefined, quarantineAll: false, trustBackup: false };

/** Something that a credential could do, and what takes that away. */
interface Revocable {
  readonly account: string;
  readonly key: string;
  readonly token: string;
  readonly resource: string;
  revoke(server: TestServer): Promise<{ readonly status: number }>;
}

type Kind = (server: TestServer) => Promise<Revocable>;
const RESOURCE = "oms.view-order";
const keyPath = (key: string) => `/v1/accounts/farma/api-keys/${key}`;
const admissionPath = (key: string) => `/v1/accounts/acme/external-keys/${key}`;

async function own(server: TestServer) {
  return { account: "farma", resource: RESOURCE, ...(await addKey(server, "farma", ["oms-read-only"])) };
}

async function admitted(server: TestServer, role = "oms-read-only") {
  const credentials = await addKey(server, "farma");
  await admit(server, "acme", credentials.key, [role]);
  return { account: "acme", resource: RESOURCE, ...credentials };
}

/** Every way to take something away from a key. */
const KINDS: readonly Kind[] = [
  async (server) => {
    const key = await own(server);
    return { ...key, revoke: () => server.call("PATCH", keyPath(key.key), { body: { status: "inactive" } }) };
  },
  async (server) => {
    const key = await own(server);
    return { ...key, revoke: () => server.call("DELETE", keyPath(key.key)) };
  },
  async (server) => {
    const key = await own(server);
    return { ...key, revoke: () => server.call("PATCH", keyPath(key.key), { body: { roles: [] } }) };
  },
  async (server) => {
    const key = await own(server);
    await renew(server, "farma", key.key);
    return { ...key, revoke: () => server.call("POST", `${keyPath(key.key)}/renewal/complete`) };
  },
  async (server) => {
    const key = await own(server);
    const { token = "" } = await renew(server, "farma", key.key);
    return { ...key, token, revoke: () => server.call("DELETE", `${keyPath(key.key)}/renewal`) };
  },
  async (server) => {
    const key = await own(server);
    const revoke = () => server.call("POST", `${keyPath(key.key)}/renewal`, { body: { oldToken: "now" } });
    return { ...key, revoke };
  },
  async (server) => {
    const key = await admitted(server);
    return { ...key, revoke: () => server.call("PATCH", keyPath(key.key), { body: { status: "inactive" } }) };
  },
  async (server) => {
    const key = await admitted(server);
    return { ...key, revoke: () => server.call("DELETE", admissionPath(key.key)) };
  },
  async (server) => {
    const key = await admitted(server);
    return { ...key, revoke: () => server.call("PATCH", admissionPath(key.key), { body: { status: "inactive" } }) };
  },
  async (server) => {
    const role = await addRole(server, "acme", [RESOURCE]);
    const key = await admitted(server, role);
    const revoke = () => server.call("PATCH", `/v1/accounts/acme/roles/${role}`, { body: { resources: [] } });
    return { ...key, revoke };
  },
];

async function may(server: TestServer, { account, key, token, resource }: Revocable): Promise<boolean> {
  const body = { account, key, token, resource };
  return (await server.call<{ valid: boolean }>("POST", "/v1/verify", { body })).body.valid;
}

async function backUp(place: Place): Promise<{ file: string; folder: string }> {
  const folder = await createFolder();
  const file = join(folder, "backup.gz");
  await backup(place.config, MACHINE, silent, file);
  return { file, folder };
}

/** What changed, as a node tells that has seen it, or as the database does. */
async function tellChanges(source: Place, server: TestServer, by: string, path: string): Promise<void> {
  let text = "";
  if (by === "a node") {
    text = (await server.call<KnownChanges>("GET", `/v1/changes?after=${backedUpAt.get(server)}`)).text;
  } else {
    await exportChanges(source.config, (line) => (text = line), undefined);
  }
  await writeFile(path, text);
}

/** The revision that a server stood at when it was backed up. */
const backedUpAt = new WeakMap<TestServer, number>();

describe.each([
  ["sqlite", "a node"],
  ["sqlite", "the database"],
  ["postgres", "a node"],
  ["postgres", "the database"],
] as const)("of %s, by what %s tells,", (name, by) => {
  test("a backup restored after 100 revocations: none accepted", async () => {
    const source = await createPlace(name);
    const server = await source.serve();
    await addAccounts(server, "acme", "farma");
    await loadCatalog(server);
    const untouched = { ...(await admitted(server)), revoke: () => Promise.resolve({ status: 200 }) };
    const revocable: Revocable[] = [];
    for (let turn = 0; turn < 10; turn++) for (const kind of KINDS) revocable.push(await kind(server));
    for (const one of revocable) expect(await may(server, one)).toBe(true);
    const { file, folder } = await backUp(source);
    backedUpAt.set(server, (await server.store.feed.position()).revision);
    for (const one of revocable) expect((await one.revoke(server)).status).toBeLessThan(300);
    for (const one of revocable) expect(await may(server, one)).toBe(false);
    const changes = join(folder, "changes.json");
    await tellChanges(source, server, by, changes);

    const target = await createPlace(name);
    await restore(target.config, MACHINE, silent, file, { ...UNDECIDED, changes });
    const after = await target.serve();
    const accepted = [];
    for (const one of revocable) if (await may(after, one)) accepted.push(one);
    expect(accepted).toEqual([]);
    expect(await may(after, untouched)).toBe(true);
  }, 120_000);
});

describe.each(engineNames)("after a restore on %s", (name) => {
  test("an account that was suspended, and a service key that was deleted, stay so", async () => {
    const source = await createPlace(name);
    const server = await source.serve();
    await addAccounts(server, "acme", "farma", "zoom");
    await loadCatalog(server);
    const key = await admitted(server);
    const { body: service } = await server.call<{ id: string; token: string }>("POST", "/v1/service-keys", {
      body: { name: "orders" },
    });
    const ofZoom = await addKey(server, "zoom");
    const { file, folder } = await backUp(source);
    backedUpAt.set(server, (await server.store.feed.position()).revision);
    await server.call("PATCH", "/v1/accounts/farma", { body: { status: "suspended" } });
    await server.call("DELETE", `/v1/service-keys/${service.id}`);
    const changes = join(folder, "changes.json");
    await tellChanges(source, server, "a node", changes);

    const target = await createPlace(name);
    const said: string[] = [];
    await restore(target.config, MACHINE, (line) => said.push(line), file, { ...UNDECIDED, changes });
    expect(said.join("\n")).toContain("Service keys that are gone: orders");
    const after = await target.serve();
    expect(await works(after, "acme", key.key, key.token)).toBe(false);
    expect(await works(after, "zoom", ofZoom.key, ofZoom.token)).toBe(true);
    const asService = await after.call("POST", "/v1/verify", {
      as: { bearer: service.token },
      body: { account: "zoom", ...ofZoom },
    });
    expect(asService.status).toBe(401);
  });

  test("what is quarantined works again once somebody decides so, which the log says", async () => {
    const source = await createPlace(name);
    const server = await source.serve();
    await addAccounts(server, "acme", "farma");
    await loadCatalog(server);
    const key = await admitted(server);
    const other = await own(server);
    const { file } = await backUp(source);
    const target = await createPlace(name);
    await restore(target.config, MACHINE, silent, file, { ...UNDECIDED, quarantineAll: true });
    const after = await target.serve();
    const verify = async () =>
      (await after.call<{ code: string }>("POST", "/v1/verify", { body: { ...key, account: "acme" } })).body.code;

    const listed = await after.call<ListOf<{ key: string; quarantined: boolean; status: string }>>(
      "GET",
      "/v1/accounts/farma/api-keys?quarantined=true&sort=createdAt",
    );
    expect(listed.body.items.map((item) => item.key).toSorted()).toEqual([key.key, other.key].toSorted());
    expect(listed.body.items[0]).toMatchObject({ quarantined: true, status: "inactive" });
    expect(await verify()).toBe("KEY_INACTIVE");
    const renamed = await after.call("PATCH", keyPath(key.key), { body: { name: "New name" } });
    expect(renamed.body).toMatchObject({ quarantined: true, status: "inactive" });
    const released = await after.call("PATCH", keyPath(key.key), { body: { status: "active" } });
    expect(released.body).toMatchObject({ quarantined: false, status: "active" });
    expect(await verify()).toBe("EXTERNAL_KEY_INACTIVE");
    const ofHost = await after.call("GET", "/v1/accounts/acme/external-keys?quarantined=true");
    expect(ofHost.body).toMatchObject({ items: [{ quarantined: true, suspendedHere: true }] });
    const admission = await after.call("PATCH", admissionPath(key.key), { body: { status: "active" } });
    expect(admission.body).toMatchObject({ quarantined: false, status: "active" });
    expect(await verify()).toBe("VALID");
    const kept = await after.call("PATCH", keyPath(other.key), { body: { status: "inactive" } });
    expect(kept.body).toMatchObject({ quarantined: false, status: "inactive" });

    const events = await after.call<ListOf<{ action: string; before: object | null; after: object | null }>>(
      "GET",
      "/v1/accounts/farma/audit-events?sort=sequence&action=key.",
    );
    expect(events.body.items.slice(-2)).toMatchObject([
      { action: "key.activated", before: { status: "inactive", quarantined: true }, after: { quarantined: false } },
      { action: "key.changed", before: { quarantined: true }, after: { quarantined: false } },
    ]);
    const restored = await after.call("GET", "/v1/audit-events?action=installation.restored");
    expect(restored.body).toMatchObject({ items: [{ after: { quarantine: "all", keys: 2, externalKeys: 1 } }] });
    const told = await after.call("GET", "/v1/accounts/acme/audit-events?action=keys.quarantined");
    expect(told.body).toMatchObject({ items: [{ after: { keys: 0, externalKeys: 1 } }] });
  });

  test("rule 11: the hosts of what is quarantined are told once, of what was active", async () => {
    const source = await createPlace(name);
    const server = await source.serve();
    await addAccounts(server, "acme", "farma");
    await loadCatalog(server);
    const active = await admitted(server);
    const inactive = await admitted(server);
    await server.call("PATCH", keyPath(inactive.key), { body: { status: "inactive" } });
    await server.deliver();
    const { file } = await backUp(source);
    const target = await createPlace(name);
    await restore(target.config, MACHINE, silent, file, { ...UNDECIDED, quarantineAll: true });
    const after = await target.serve();
    // Its background work may have told already.
    await after.deliver();
    await after.call("PATCH", keyPath(active.key), { body: { status: "active" } });
    await after.deliver();
    const { body } = await after.call<ListOf<{ action: string; target: string; actor: object }>>(
      "GET",
      "/v1/accounts/acme/audit-events?sort=sequence&action=key.",
    );
    expect(body.items.map(({ action, target: key }) => `${action} ${key}`)).toEqual([
      `key.deactivated ${inactive.key}`,
      `key.deactivated ${active.key}`,
      `key.activated ${active.key}`,
    ]);
    expect(body.items[1]?.actor).toMatchObject({ kind: "account", id: "farma" });
  });

  test("links, invitations and links to a new password that waited are void, and everybody signs in anew", async () => {
    const source = await createPlace(name);
    const server = await source.serve();
    await addAccounts(server, "farma");
    const link = await addLinkedKey(server, "farma");
    const invitation = await invite(server, "farma");
    const person = await addUser(server, "farma", ["owner"]);
    const reset = await beginReset(server, "farma", person.id);
    const { file } = await backUp(source);
    const use = (at: TestServer) =>
      at.call("POST", `/v1/password-resets/${reset.id}/use`, {
        as: null,
        body: { secret: reset.secret, password: "whoever has the link" },
      });
    expect((await use(server)).status).toBe(204);
    const target = await createPlace(name);
    await restore(target.config, MACHINE, silent, file, { ...UNDECIDED, quarantineAll: true });
    const after = await target.serve();
    expect((await use(after)).body).toMatchObject({ code: "UNKNOWN_RESET" });
    expect((await reveal(after, link)).body).toMatchObject({ code: "LINK_VOID" });
    const open = await after.call("GET", "/v1/accounts/farma/invitations");
    expect(open.body).toMatchObject({ total: 0 });
    const log = await after.call("GET", `/v1/accounts/farma/audit-events?target=${invitation.id}`);
    expect(log.body).toMatchObject({ items: [{ action: "invitation.voided" }, { action: "invitation.created" }] });
  });
});

test("what is known must be all that changed after the backup, and of its history", async () => {
  const source = await createPlace("sqlite");
  await addAccounts(await source.serve(), "acme", "farma");
  const { file, folder } = await backUp(source);
  let text = "";
  await exportChanges(source.config, (line) => (text = line), undefined);
  const known = JSON.parse(text) as KnownChanges;
  const target = await createPlace("sqlite");
  const changes = join(folder, "changes.json");
  const attempt = async (content: string) => {
    await writeFile(changes, content);
    return restore(target.config, MACHINE, silent, file, { ...UNDECIDED, changes });
  };
  await expect(attempt("nothing")).rejects.toThrow(/doesn't say what changed/);
  await expect(attempt(JSON.stringify({ ...known, epoch: "other" }))).rejects.toThrow(/another installation/);
  await expect(attempt(JSON.stringify({ ...known, complete: false }))).rejects.toThrow(/doesn't tell everything/);
  await expect(attempt(JSON.stringify({ ...known, after: known.through + 1 }))).rejects.toThrow(/begins at revision/);
  await expect(attempt(JSON.stringify({ ...known, through: known.after }))).rejects.toThrow(/ends at revision/);
  await attempt(JSON.stringify(known));
});
