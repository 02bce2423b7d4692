import { beforeEach, describe, expect, test } from "vitest";
import type { PasswordReset } from "../../domain/password-reset.ts";
import { engineNames } from "../test-database.ts";
import { account, ANA, openTestStore, START_MS, type TestStore, write } from "./test-store.ts";

const reset = (id: string, userId: string): Omit<PasswordReset, "usedAtMs"> => ({
  id,
  userId,
  account: "acme",
  createdAtMs: START_MS,
  givenBy: ANA,
  expiresAtMs: START_MS + 1,
  proof: { bytes: new Uint8Array(32).fill(id.length), secretId: "s" },
});

describe.each(engineNames)("links to new passwords on %s", (name) => {
  let store: TestStore;
  const find = (id: string) => store.reads.passwordResets.findByLink(id);

  beforeEach(async () => {
    store = await openTestStore(name);
    await write(store, async (tx) => {
      await tx.accounts.insert(account("acme"));
      for (const id of ["bo", "cy"]) await tx.users.insert({ id, email: `${id}@acme.example`, name: id }, null);
      await tx.passwordResets.put(reset("r1", "bo"));
      await tx.passwordResets.put(reset("r2", "cy"));
    });
  });

  test("come back by their id, one for each person", async () => {
    expect(await find("r1")).toEqual({ ...reset("r1", "bo"), usedAtMs: null });
    expect(await find("r3")).toBeUndefined();
    await write(store, (tx) => tx.passwordResets.put(reset("r3", "bo")));
    expect(await find("r1")).toBeUndefined();
    expect(await find("r3")).toEqual({ ...reset("r3", "bo"), usedAtMs: null });
    expect(await find("r2")).toMatchObject({ userId: "cy" });
  });

  test("are used once, and stay to say so until there is another", async () => {
    const use = (id: string, atMs: number) => write(store, (tx) => tx.passwordResets.use(id, atMs));
    expect((await use("r1", START_MS)).value).toBe(true);
    expect((await use("r1", START_MS + 5)).value).toBe(false);
    expect((await use("none", START_MS)).value).toBe(false);
    expect(await find("r1")).toMatchObject({ usedAtMs: START_MS });
    expect(await find("r2")).toMatchObject({ usedAtMs: null });
    await write(store, (tx) => tx.passwordResets.put(reset("r3", "bo")));
    expect(await find("r3")).toMatchObject({ usedAtMs: null });
  });

  test("are gone with their person, or when they are forgotten", async () => {
    await write(store, (tx) => tx.users.delete("bo"));
    expect(await find("r1")).toBeUndefined();
    await write(store, (tx) => tx.passwordResets.deleteOf("cy"));
    expect(await find("r2")).toBeUndefined();
  });
});
