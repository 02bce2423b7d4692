import { beforeEach, describe, expect, test } from "vitest";
import type { StatusReason } from "../../domain/external-key.ts";
import type { ExternalKeyFilter, ExternalKeyWrites } from "../store.ts";
import { engineNames } from "../test-database.ts";
import {
  account,
  apiKey,
  externalKey,
  firstPage,
  openTestStore,
  START_MS,
  type TestStore,
  write,
} from "./test-store.ts";

describe.each(engineNames)("external keys on %s", (name) => {
  let store: TestStore;

  beforeEach(async () => {
    store = await openTestStore(name);
    await write(store, async (tx) => {
      await tx.accounts.insert(account("acme"));
      await tx.accounts.insert(account("zoom"));
      await tx.accounts.insert(account("farmaciasapp", { displayName: "Farmácias App" }));
      await tx.keys.insert(apiKey("farmaciasapp", "lk-f-1"));
      await tx.keys.insert(apiKey("farmaciasapp", "lk-f-2"));
    });
  });

  const found = (host: string, key: string, nowMs = START_MS) => store.reads.externalKeys.find(host, key, nowMs);

  test("come back with all that belongs to them", async () => {
    const admission = externalKey("acme", "lk-f-1", { name: "Fármacos “A”", expiresAtMs: START_MS + 1 });
    await write(store, async (tx) => {
      await tx.externalKeys.insert(admission);
      await tx.externalKeys.setRoles("acme", "lk-f-1", ["oms", "a-role"]);
    });
    expect(await found("acme", "lk-f-1")).toEqual({
      ...admission,
      owner: { account: "farmaciasapp", displayName: "Farmácias App" },
      roles: ["a-role", "oms"],
      quarantined: false,
      statusReason: null,
      lastUsedAtMs: null,
    });
  });

  test("rule 8: are a host's own: another host, and the owner, find nothing of it", async () => {
    await write(store, async (tx) => {
      await tx.externalKeys.insert(externalKey("acme", "lk-f-1", { name: "Of acme" }));
      await tx.externalKeys.setRoles("acme", "lk-f-1", ["oms"]);
      await tx.externalKeys.insert(externalKey("zoom", "lk-f-1", { name: "Of zoom", status: "inactive" }));
    });
    const before = await found("acme", "lk-f-1");
    await write(store, async (tx) => {
      await tx.externalKeys.update("zoom", "lk-f-1", { name: "Renamed", status: "active", expiresAtMs: START_MS });
      await tx.externalKeys.setRoles("zoom", "lk-f-1", ["owner"]);
      await tx.externalKeys.update("farmaciasapp", "lk-f-1", { name: "Owner's" });
      await tx.externalKeys.delete("farmaciasapp", "lk-f-1");
    });
    expect(await found("acme", "lk-f-1")).toEqual(before);
    expect(await found("zoom", "lk-f-1")).toMatchObject({ name: "Renamed", roles: ["owner"] });
    expect(await found("farmaciasapp", "lk-f-1")).toBeUndefined();
    await write(store, (tx) => tx.externalKeys.delete("zoom", "lk-f-1"));
    expect(await found("acme", "lk-f-1")).toEqual(before);
    expect(await found("zoom", "lk-f-1")).toBeUndefined();
  });

  test("rule 9: can't be admitted twice, by one host or by two changes at once", async () => {
    const admit = (expiresAtMs: number | null) =>
      write(store, (tx) => tx.externalKeys.insert(externalKey("acme", "lk-f-1", { expiresAtMs })));
    const outcomes = await Promise.allSettled([admit(1), admit(2), admit(3)]);
    const refused = { status: "rejected", reason: { code: "ALREADY_ADDED" } };
    expect(outcomes.filter(({ status }) => status === "rejected")).toMatchObject([refused, refused]);
    const admitted = await found("acme", "lk-f-1");
    await expect(admit(4)).rejects.toMatchObject({ code: "ALREADY_ADDED" });
    expect(await found("acme", "lk-f-1")).toEqual(admitted);
  });

  test("lose their roles with their admission, and don't get them back with the next", async () => {
    await write(store, async (tx) => {
      await tx.externalKeys.insert(externalKey("acme", "lk-f-1"));
      await tx.externalKeys.setRoles("acme", "lk-f-1", ["oms"]);
    });
    await write(store, (tx) => tx.externalKeys.delete("acme", "lk-f-1"));
    await write(store, (tx) => tx.externalKeys.insert(externalKey("acme", "lk-f-1")));
    expect(await found("acme", "lk-f-1")).toMatchObject({ roles: [] });
  });

  test("need a host, a key, and for roles an admission", async () => {
    const refused = (work: Parameters<typeof write>[1]) => expect(write(store, work)).rejects.toThrow(/foreign key/i);
    await refused((tx) => tx.externalKeys.insert(externalKey("nobody", "lk-f-1")));
    await refused((tx) => tx.externalKeys.insert(externalKey("acme", "lk-f-9")));
    await refused((tx) => tx.externalKeys.setRoles("acme", "lk-f-1", ["oms"]));
  });

  test("change in what is named, and in nothing else", async () => {
    await write(store, (tx) => tx.externalKeys.insert(externalKey("acme", "lk-f-1", { name: "One" })));
    const before = await found("acme", "lk-f-1");
    const changed = async (fields: Parameters<ExternalKeyWrites["update"]>[2]) => {
      await write(store, (tx) => tx.externalKeys.update("acme", "lk-f-1", fields));
      return found("acme", "lk-f-1");
    };
    expect(await changed({ name: "Zwölf" })).toEqual({ ...before, name: "Zwölf" });
    const listed = await store.reads.externalKeys.list("acme", { search: "zwolf" }, firstPage("key"), START_MS);
    expect(listed.total).toBe(1);
    expect(await changed({ expiresAtMs: START_MS + 5 })).toMatchObject({ name: "Zwölf", expiresAtMs: START_MS + 5 });
    expect(await changed({ expiresAtMs: null })).toMatchObject({ expiresAtMs: null });
    expect(await changed({ requestsPerMinute: 60 })).toMatchObject({ name: "Zwölf", requestsPerMinute: 60 });
    expect(await changed({ name: "Zwölf" })).toMatchObject({ requestsPerMinute: 60 });
    expect(await changed({ requestsPerMinute: null })).toMatchObject({ requestsPerMinute: null, allowedNetworks: [] });
    const allowedNetworks = ["203.0.113.0/24", "2001:db8::/32"];
    expect(await changed({ allowedNetworks })).toMatchObject({ name: "Zwölf", allowedNetworks });
    expect(await changed({ name: "Zwölf" })).toMatchObject({ allowedNetworks });
    expect(await changed({ allowedNetworks: [] })).toMatchObject({ allowedNetworks: [] });
    expect(await changed({ status: "inactive" })).toMatchObject({ status: "inactive", statusReason: "suspended-here" });
  });

  test("are active or not at a given time, in a list as one by one, for the first reason that applies", async () => {
    const expected = new Map<string, StatusReason | null>();
    await write(store, async (tx) => {
      await tx.accounts.insert(account("suspended", { status: "suspended" }));
      for (const owner of ["farmaciasapp", "suspended"]) {
        for (const keyStatus of ["active", "inactive", "deleted"] as const) {
          for (const status of ["active", "inactive"] as const) {
            for (const expiry of [null, START_MS - 1, START_MS, START_MS + 1]) {
              const key = `lk-${owner}-${keyStatus}-${status}-${expiry}`;
              await tx.keys.insert(apiKey(owner, key));
              if (keyStatus === "inactive") await tx.keys.update(owner, key, { status: keyStatus });
              if (keyStatus === "deleted") await tx.keys.delete(owner, key);
              await tx.externalKeys.insert(externalKey("acme", key, { status, expiresAtMs: expiry }));
              const reasons: [boolean, StatusReason][] = [
                [keyStatus === "deleted", "owner-deleted"],
                [owner === "suspended", "owner-suspended"],
                [keyStatus === "inactive", "owner-deactivated"],
                [status === "inactive", "suspended-here"],
                [expiry !== null && expiry <= START_MS, "expired"],
              ];
              expected.set(key, reasons.find(([applies]) => applies)?.[1] ?? null);
            }
          }
        }
      }
    });
    const list = async (status?: "active" | "inactive") => {
      const filter = status === undefined ? {} : { status };
      const { items, total } = await store.reads.externalKeys.list("acme", filter, firstPage("key"), START_MS);
      expect(total).toBe(items.length);
      return new Map(items.map(({ key, statusReason }) => [key, statusReason]));
    };
    expect(expected.size).toBe(48);
    expect(await list()).toEqual(expected);
    expect(await list("active")).toEqual(new Map([...expected].filter(([, reason]) => reason === null)));
    expect(await list("inactive")).toEqual(new Map([...expected].filter(([, reason]) => reason !== null)));
    for (const [key, reason] of expected) {
      expect(await found("acme", key), key).toMatchObject({ statusReason: reason });
    }
    const byStatus = await store.reads.externalKeys.list("acme", {}, firstPage("status"), START_MS);
    const isActive = byStatus.items.map(({ statusReason }) => statusReason === null);
    expect(isActive.lastIndexOf(true)).toBe(isActive.indexOf(false) - 1);
  });

  test("are listed by role and any part of key, owner or the host's own name, in one host", async () => {
    await write(store, async (tx) => {
      await tx.keys.insert(apiKey("zoom", "lk-zoom-3", { name: "Owner's secret name" }));
      await tx.externalKeys.insert(externalKey("acme", "lk-f-1", { name: "Saúde" }));
      await tx.externalKeys.insert(externalKey("acme", "lk-f-2", { name: "50%_\\" }));
      await tx.externalKeys.insert(externalKey("acme", "lk-zoom-3", { name: "Compare" }));
      await tx.externalKeys.insert(externalKey("zoom", "lk-f-1", { name: "Saúde too" }));
      await tx.externalKeys.setRoles("acme", "lk-f-1", ["oms"]);
      await tx.externalKeys.setRoles("zoom", "lk-f-1", ["pci"]);
    });
    const keys = async (filter: ExternalKeyFilter) => {
      const page = await store.reads.externalKeys.list("acme", filter, firstPage("key"), START_MS);
      expect(page.total).toBe(page.items.length);
      return page.items.map(({ key }) => key);
    };
    expect(await keys({})).toEqual(["lk-f-1", "lk-f-2", "lk-zoom-3"]);
    expect(await keys({ search: "farmacias" })).toEqual(["lk-f-1", "lk-f-2"]);
    expect(await keys({ search: "farmaciasapp" })).toEqual(["lk-f-1", "lk-f-2"]);
    expect(await keys({ search: "Zoom" })).toEqual(["lk-zoom-3"]);
    expect(await keys({ search: "SAUDE" })).toEqual(["lk-f-1"]);
    expect(await keys({ search: "too" })).toEqual([]);
    expect(await keys({ search: "LK-F-2" })).toEqual(["lk-f-2"]);
    for (const literal of ["%", "_", "\\", "50%_\\"]) expect(await keys({ search: literal })).toEqual(["lk-f-2"]);
    // The name that the owner gave the key is the owner's (rule 8).
    expect(await keys({ search: "secret" })).toEqual([]);
    expect(await keys({ role: "oms" })).toEqual(["lk-f-1"]);
    expect(await keys({ role: "pci" })).toEqual([]);
    expect(await keys({ role: "oms", search: "zoom" })).toEqual([]);
  });
});
